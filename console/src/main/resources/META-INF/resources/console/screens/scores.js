// A label with the scores of all labels, the highest first.
import {html} from '../lib.js';
import {t} from '../i18n.js';

const MOST = 12;

/** @param {{label: string, unsure: boolean, scores: Record<string, number>}} props */
export function Scores({label, unsure, scores}) {
  const sorted = Object.entries(scores).sort((a, b) => b[1] - a[1]).slice(0, MOST);
  return html`<p class="label">${unsure ? html`<span class="flag">${t('unsure')}</span> <small>${t('threshold')}</small>` : html`<strong>${label}</strong>`}</p>
    <dl class="scores">${sorted.map(([name, score]) => html`<div><dt>${name}</dt><dd><span class="track"><span class=${name === label ? 'top' : ''} style=${{width: `${Math.max(0, Math.min(1, score)) * 100}%`}}></span></span>
      <span class="figure">${(score * 100).toFixed(0)} %</span></dd></div>`)}</dl>`;
}
