// Health, what waits where, and where to read more.
import {html, useEffect, useState} from '../lib.js';
import {send} from '../api.js';
import {number, t} from '../i18n.js';
import {Failure, Heading, Loading} from '../ui.js';

const EVERY = 5000;
const GAUGES = {scriptorium_group_lag: 'waiting', scriptorium_stage_in_flight: 'inFlight'};

/** The checks of this process; null where health has a port of its own. */
async function health() {
  const response = await fetch('/q/health');
  return response.status !== 404 && response.headers.get('Content-Type')?.includes('json') ? (await response.json()).checks : null;
}

/** What waits and what is in flight, by stage. @param {string} metrics in Prometheus' text format */
function stagesOf(metrics) {
  const stages = {};
  for (const line of metrics.split('\n')) {
    const [, name, labels, value] = /^(\w+)\{([^}]*)\} (\S+)$/.exec(line) || [];
    const stage = /(?:group|stage)="([^"]*)"/.exec(labels || '')?.[1].replace(/^.*scriptorium-/, '');
    if (stage && GAUGES[name]) {
      stages[stage] ||= {waiting: 0, inFlight: 0};
      stages[stage][GAUGES[name]] += Number(value) || 0;
    }
  }
  return Object.entries(stages).sort();
}

async function look() {
  const [checks, metrics] = await Promise.all([health(), send('/q/metrics').then(answer => answer.text()).catch(() => '')]);
  return {checks, stages: stagesOf(metrics)};
}

function Stages({stages}) {
  const most = Math.max(0, ...stages.map(([, {waiting}]) => waiting));
  return html`<section><h2>${t('stages')}</h2><div class="scroll" tabindex="0" role="region" aria-label=${t('stages')}><table><caption class="sr">${t('stages')}</caption><thead><tr><th scope="col">${t('stage')}</th><th scope="col" class="figure">${t('waiting')}</th><th scope="col" class="figure">${t('inFlight')}</th></tr></thead>
    <tbody>${stages.map(([name, {waiting, inFlight}]) => html`<tr><th scope="row">${name} ${most > 0 && waiting === most && html`<span class="flag">${t('slowest')}</span>`}</th><td class="figure">${number(waiting)}</td><td class="figure">${number(inFlight)}</td></tr>`)}</tbody></table></div></section>`;
}

export function System() {
  const [seen, set] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let timer;
    let current = true;
    const again = async () => {
      try {
        const next = await look();
        if (current) { set(next); setProblem(null); }
      } catch {
        if (current) setProblem({code: 'NO_CONNECTION'});
      }
      if (current) timer = setTimeout(again, EVERY);
    };
    again();
    return () => { current = false; clearTimeout(timer); };
  }, []);
  return html`<${Heading}>${t('system')}<//>
    ${problem && html`<${Failure} problem=${problem} />`}${!seen ? !problem && html`<${Loading} />` : html`
    <section><h2>${t('health')}</h2>${seen.checks ? html`<ul class="checks">${seen.checks.map(check => html`<li class="card"><span>${check.name}</span><span class="state ${check.status === 'UP' ? 'succeeded' : 'failed'}">${check.status === 'UP' ? t('up') : t('down')}</span></li>`)}</ul>` : html`<p>${t('healthElsewhere')}</p>`}</section>
    ${seen.stages.length > 0 && html`<${Stages} stages=${seen.stages} />`}
    <section><h2>${t('links')}</h2><p class="links"><a href="/q/swagger-ui">${t('apiDocs')}</a><a href="/q/openapi">OpenAPI</a><a href="/q/metrics">${t('metrics')}</a></p></section>`}`;
}
