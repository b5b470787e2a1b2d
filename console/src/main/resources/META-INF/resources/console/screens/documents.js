// All documents, the newest first, page by page; the filters are in the address.
import {html, useEffect, useState} from '../lib.js';
import {get} from '../api.js';
import {ago, bytes, dateTime, languageName, number, stateName, t} from '../i18n.js';
import {Empty, Failure, go, Heading, Loading, Pages, State, useLoaded} from '../ui.js';
import {submit} from './try.js';

const STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED'];
const PAGE = '50';

const SAMPLES = [
  ['welcome.txt', 'Welcome to Scriptorium. It reads documents and translates, summarises and classifies their text. This short letter is a sample. You can submit files of your own at any time. We hope that you enjoy it.'],
  ['release-notes.md', '# Release 4.2\n\nThe export of invoices is now twice as fast. Two errors in the calendar were mended. Administrators can limit who may share a report. The old interface will be removed in March.'],
  ['review.txt', 'The delivery was late and the box was damaged. Nobody answered my letters for two weeks. I will not order from this shop again.'],
];

export const submitSamples = () => submit(
  SAMPLES.map(([name, text]) => new File([text], name, {type: 'text/plain'})),
  {source: '', target: 'de', sentences: 2, labelSet: 'sentiment'});

const TYPES = {
  'application/pdf': 'PDF', 'text/plain': 'Text', 'text/html': 'HTML', 'text/markdown': 'Markdown', 'text/csv': 'CSV', 'message/rfc822': 'E-Mail',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
};

/** @param {string | undefined} type */
function shortType(type = '') {
  const plain = type.split(';')[0];
  return TYPES[plain] || plain.replace(/^[^/]*\//, '');
}

/** A table of documents, each with the number of its tasks and of those that ended. */
export function DocumentTable({documents, caption}) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table><caption class="sr">${caption}</caption>
    <thead><tr><th scope="col">${t('name')}</th><th scope="col">${t('state')}</th><th scope="col" class="wide">${t('type')}</th><th scope="col" class="wide">${t('lang')}</th><th scope="col" class="figure">${t('tasks')}</th><th scope="col" class="figure wide">${t('size')}</th><th scope="col">${t('age')}</th></tr></thead>
    <tbody>${documents.map(document => html`<tr key=${document.id}>
      <th scope="row"><a href=${`#/documents/${document.id}`}>${document.fileName}</a>${document.failure && html`<small class="why">${document.failure.code}</small>`}</th>
      <td><${State} state=${document.state} /></td>
      <td class="wide">${shortType(document.mediaType)}</td>
      <td class="wide">${document.language ? languageName(document.language) : ''}</td>
      <td class="figure">${number(document.tasksEnded)} / ${number(document.tasks)}</td>
      <td class="figure wide">${bytes(document.size)}</td>
      <td class="age"><time datetime=${document.createdAt} title=${dateTime(document.createdAt)}>${ago(document.createdAt)}</time></td></tr>`)}</tbody></table></div>`;
}

function Filters({query}) {
  const [name, setName] = useState(query.get('name') || '');
  useEffect(() => setName(query.get('name') || ''), [query.get('name')]);
  const show = change => go('/documents', {name, state: query.get('state') || '', ...change});
  return html`<form class="filters" role="search" onSubmit=${e => { e.preventDefault(); show({}); }}>
    <label class="sr" for="name">${t('search')}</label><input id="name" type="search" placeholder=${t('search')} value=${name} onInput=${e => setName(e.target.value)} />
    <label class="sr" for="state">${t('state')}</label><select id="state" value=${query.get('state') || ''} onChange=${e => show({state: e.target.value})}>
      <option value="">${t('allStates')}</option>${STATES.map(state => html`<option value=${state}>${stateName(state)}</option>`)}</select>
    <button>${t('apply')}</button></form>`;
}

export function Documents({query}) {
  const asked = new URLSearchParams({pageSize: PAGE});
  for (const [given, parameter] of [['name', 'name'], ['state', 'state'], ['page', 'pageToken']]) {
    if (query.get(given)) asked.set(parameter, query.get(given));
  }
  const list = useLoaded(() => get(`/v1/documents?${asked}`), [asked.toString()]);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const here = {name: query.get('name') || '', state: query.get('state') || ''};
  const narrowed = here.name || here.state || query.get('page');
  return html`<${Heading}>${t('documents')}<//>
    <${Filters} query=${query} />
    ${problem && html`<${Failure} problem=${problem} />`}
    ${list.problem ? html`<${Failure} problem=${list.problem} again=${list.again} />`
      : !list.value ? html`<${Loading} />`
      : list.value.documents.length > 0 ? html`<${DocumentTable} documents=${list.value.documents} caption=${t('documents')} />
          <${Pages} path="/documents" query=${here} page=${query.get('page')} next=${list.value.nextPageToken} />`
      : narrowed ? html`<${Empty} title=${t('noMatch')} lead=${t('noMatchLead')}><a class="button" href="#/documents">${t('showAll')}</a><//>`
      : html`<${Empty} title=${t('noDocuments')} lead=${t('noDocumentsLead')}><button class="primary" onClick=${() => submitSamples().catch(setProblem)}>${t('samples')}</button><//>`}`;
}
