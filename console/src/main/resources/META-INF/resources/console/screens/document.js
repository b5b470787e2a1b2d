// One document: its state, and its results in tabs.
import {html, useEffect, useMemo, useState} from '../lib.js';
import {download, get, saveAs, watch} from '../api.js';
import {advice, bytes, dateTime, flagName, languageName, number, stateName, t} from '../i18n.js';
import {Copy, Facts, Failure, go, Heading, Loading, State, Tabs, TERMINAL, useLoaded} from '../ui.js';
import {Scores} from './scores.js';

/** Flags that call for no reader. */
const HARMLESS = ['COPIED', 'SAME_LANGUAGE', 'CUT'];
/** Rows that are made at once. */
const ROWS = 300;
const TAGS = {HEADING: 'h3', CODE: 'pre'};

const needsReview = segment => segment.flags.some(flag => !HARMLESS.includes(flag));

/** A result, or that it is not there yet. */
function Result({path, children}) {
  const loaded = useLoaded(() => get(path), [path]);
  if (loaded.problem) {
    return loaded.problem.code === 'RESULT_PENDING'
      ? html`<p class="notice">${t('pending')}</p>` : html`<${Failure} problem=${loaded.problem} again=${loaded.again} />`;
  }
  return loaded.value ? children(loaded.value) : html`<${Loading} />`;
}

/** Scrolls to an element once it is there. */
function Reveal({id}) {
  useEffect(() => {
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (id) window.document.getElementById(id)?.scrollIntoView({block: 'center', behavior: smooth ? 'smooth' : 'auto'});
  }, [id]);
  return null;
}

function Pair({segment, language, marked}) {
  return html`<div class="pair ${marked ? 'marked' : ''}" id=${`s-${segment.segment}`}>
    <p>${segment.source}</p><p lang=${language}>${segment.target}${segment.flags.length > 0 && html` <span class="flags">${segment.flags.map(flag =>
      html`<span class=${HARMLESS.includes(flag) ? 'flag mild' : 'flag'}>${flagName(flag)}</span>`)}</span>`}</p></div>`;
}

function Translation({document, language, place}) {
  const [onlyFlagged, setOnly] = useState(false);
  const [rows, setRows] = useState(ROWS);
  const path = `/v1/documents/${document.id}/translations/${language}`;
  return html`<${Result} path=${path}>${translation => {
    const at = translation.segments.findIndex(segment => segment.segment === place);
    const shown = onlyFlagged ? translation.segments.filter(needsReview) : translation.segments.slice(0, Math.max(rows, at + 20));
    const left = onlyFlagged ? 0 : translation.segments.length - shown.length;
    return html`<div class="toolbar"><span>${translation.segmentsToReview ? html`<strong>${number(translation.segmentsToReview)}</strong> ${t('review')}` : t('allFine')}</span>
        ${translation.segmentsToReview > 0 && html`<label class="check"><input type="checkbox" checked=${onlyFlagged} onChange=${e => setOnly(e.target.checked)} />${t('onlyFlagged')}</label>`}
        <span class="push"></span><button onClick=${() => download(path, `${document.fileName}.${language}.json`)}>${t('downloadJson')}</button>
        <button onClick=${() => saveAs(new Blob([translation.text], {type: 'text/plain;charset=utf-8'}), `${document.fileName}.${language}.txt`)}>${t('downloadText')}</button></div>
      <div class="pairs reading"><div class="pair head"><p>${t('source')}</p><p>${languageName(language)}</p></div>
        ${shown.map(segment => html`<${Pair} key=${segment.segment} segment=${segment} language=${language} marked=${place === segment.segment} />`)}</div>
      <${Reveal} id=${place && `s-${place}`} />
      ${left > 0 && html`<button onClick=${() => setRows(rows + ROWS)}>${t('showMore')} (${number(left)})</button>`}`;
  }}<//>`;
}

function Summary({document, cite}) {
  return html`<${Result} path=${`/v1/documents/${document.id}/summary`}>${summary => html`
    <ol class="summary reading" lang=${summary.language}>${summary.sentences.map(sentence => html`<li><p>${sentence.text}</p>
      <button class="cite" onClick=${() => cite(sentence)}>${[t('cites'), sentence.page && `${t('page')} ${sentence.page}`, sentence.path].filter(Boolean).join(' · ')}</button></li>`)}</ol>
    <p class="note">${number(summary.coverage.segmentsConsidered)} ${t('of')} ${number(summary.coverage.segments)} ${t('coverage')}</p>`}<//>`;
}

function Classifications({document}) {
  return html`<${Result} path=${`/v1/documents/${document.id}/classifications`}>${({classifications}) => html`
    <div class="cards">${classifications.map(one => html`<section class="card"><h2>${one.labelSet}</h2><${Scores} label=${one.label} unsure=${one.unsure} scores=${one.scores} /></section>`)}</div>`}<//>`;
}

function Block({block, id, marked}) {
  const place = [block.page && `${t('page')} ${block.page}`, block.path].filter(Boolean).join(' · ');
  return html`<div class="block ${block.kind.toLowerCase()} ${block.boilerplate ? 'boilerplate' : ''} ${marked ? 'marked' : ''}" id=${id}>
    <${TAGS[block.kind] || 'p'}>${block.text}<//>${place && html`<small>${place}</small>`}</div>`;
}

function Text({document, quote}) {
  const [rows, setRows] = useState(ROWS);
  return html`<${Result} path=${`/v1/documents/${document.id}/text`}>${text => {
    const at = quote ? text.blocks.findIndex(block => block.text.includes(quote)) : -1;
    const shown = text.blocks.slice(0, Math.max(rows, at + 20));
    return html`<div class="reading text">${shown.map((block, i) => html`<${Block} block=${block} id=${`b-${i}`} marked=${i === at} />`)}</div>
      <${Reveal} id=${at >= 0 && `b-${at}`} />
      ${shown.length < text.blocks.length && html`<button onClick=${() => setRows(rows + ROWS)}>${t('showMore')} (${number(text.blocks.length - shown.length)})</button>`}`;
  }}<//>`;
}

function Raw({document}) {
  const json = JSON.stringify(document, null, 2);
  return html`<div class="code"><${Copy} text=${json} /><pre tabindex="0"><code>${json}</code></pre></div>`;
}

const facts = document => [
  [t('type'), document.mediaType], [t('lang'), document.language && languageName(document.language)], [t('size'), bytes(document.size)],
  [t('attempt'), document.attempt > 1 && number(document.attempt)],
  [t('job'), html`<a href=${`#/jobs/${document.jobId}`}><code>${document.jobId.slice(-12)}</code></a>`],
  [t('created'), dateTime(document.createdAt)], [t('started'), document.startedAt && dateTime(document.startedAt)], [t('finished'), document.finishedAt && dateTime(document.finishedAt)],
  [t('unread'), document.unread?.join(', ')]];

function tabsOf({tasks}) {
  const languages = tasks.filter(task => task.task.startsWith('translate:')).map(task => task.task.slice('translate:'.length));
  return [
    ...languages.map(language => ({id: `translation-${language}`, name: `${t('translation')} · ${languageName(language)}`, task: `translate:${language}`, language})),
    ...tasks.some(task => task.task === 'summarize') ? [{id: 'summary', name: t('summary'), task: 'summarize'}] : [],
    ...tasks.some(task => task.task.startsWith('classify:')) ? [{id: 'classification', name: t('classification')}] : [],
    {id: 'text', name: t('text')}, {id: 'raw', name: t('raw')},
  ];
}

function Panel({document, tab, cite, place, quote}) {
  const task = document.tasks.find(one => one.task === tab.task);
  if (task && task.state !== 'SUCCEEDED') return html`<p class="notice">${TERMINAL.includes(task.state) ? `${stateName(task.state)}: ${task.failure?.reason || ''}` : t('pending')}</p>`;
  if (tab.language) return html`<${Translation} document=${document} language=${tab.language} place=${place} />`;
  switch (tab.id) {
    case 'summary': return html`<${Summary} document=${document} cite=${cite} />`;
    case 'classification': return html`<${Classifications} document=${document} />`;
    case 'text': return html`<${Text} document=${document} quote=${quote} />`;
    default: return html`<${Raw} document=${document} />`;
  }
}

function Overview({document}) {
  return html`<section class="card"><${Facts} facts=${facts(document)} />
    <ul class="tasks">${document.tasks.map(task => html`<li><code>${task.task}</code> <${State} state=${task.state} />${task.failure && html` <small>${task.failure.reason} ${advice(task.failure.code)}</small>`}</li>`)}</ul>
    ${document.failure && html`<div class="notice bad"><strong>${document.failure.reason}</strong><p>${advice(document.failure.code)} <code>${document.failure.code}</code></p></div>`}
    <div class="actions"><button onClick=${() => download(`/v1/documents/${document.id}/original`, document.fileName)}>${t('original')}</button></div></section>`;
}

export function DocumentScreen({id, query}) {
  const [document, set] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => watch(`/v1/documents/${id}`, value => {
    setProblem(null);
    set(value);
    return !TERMINAL.includes(value.state);
  }, setProblem), [id]);
  const tabs = useMemo(() => document && tabsOf(document), [document]);
  const show = (tab, more = {}) => go(`/documents/${id}`, {tab, ...more});
  const tab = tabs?.find(one => one.id === query.get('tab')) || tabs?.[0];
  /** Shows where a sentence stands: in a translation, which knows its segments, else in the text. */
  const cite = sentence => {
    const translated = tabs.find(one => one.language && document.tasks.find(task => task.task === one.task).state === 'SUCCEEDED');
    if (translated && sentence.segments.length) show(translated.id, {place: sentence.segments[0]});
    else show('text', {quote: sentence.text});
  };
  return html`<${Heading} key=${document?.fileName} aside=${document && html`<${State} state=${document.state} />`}>${document ? document.fileName : t('documents')}<//>
    ${problem && html`<${Failure} problem=${problem} />`}
    ${!document ? !problem && html`<${Loading} />` : html`<${Overview} document=${document} />
      <${Tabs} label=${t('tabs')} tabs=${tabs} chosen=${tab.id} choose=${next => show(next)}>
        <${Panel} key=${tab.id} document=${document} tab=${tab} cite=${cite} place=${query.get('place') || ''} quote=${query.get('quote') || ''} /><//>`}`;
}
