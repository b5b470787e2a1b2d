// Jobs: the list, and one job with its progress, its failures in plain words, and its documents.
import {html, useEffect, useState} from '../lib.js';
import {get, post, send, watch} from '../api.js';
import {advice, ago, dateTime, number, t} from '../i18n.js';
import {Bar, Empty, Facts, Failure, Heading, Loading, Pages, State, TERMINAL, useLoaded} from '../ui.js';
import {DocumentTable, submitSamples} from './documents.js';

const ended = ({succeeded, partial, failed, cancelled, expired}) => succeeded + partial + failed + cancelled + expired;
const token = page => page ? `&pageToken=${encodeURIComponent(page)}` : '';

export function Jobs({query}) {
  const path = `/v1/jobs?pageSize=50${token(query.get('page'))}`;
  const [list, set] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => {
    set(null);
    return watch(path, value => { setProblem(null); set(value); }, setProblem, 3000);
  }, [path]);
  return html`<${Heading}>${t('jobs')}<//>
    ${problem && html`<${Failure} problem=${problem} />`}
    ${!list ? !problem && html`<${Loading} />` : list.jobs.length === 0
      ? html`<${Empty} title=${t('noJobs')} lead=${t('noJobsLead')}><button class="primary" onClick=${() => submitSamples().catch(setProblem)}>${t('samples')}</button><//>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label=${t('jobs')}><table><caption class="sr">${t('jobs')}</caption>
        <thead><tr><th scope="col">${t('job')}</th><th scope="col">${t('state')}</th><th scope="col" class="grow">${t('progress')}</th><th scope="col" class="figure">${t('documents')}</th><th scope="col" class="figure wide">${t('failed')}</th><th scope="col">${t('age')}</th></tr></thead>
        <tbody>${list.jobs.map(job => html`<tr key=${job.id}><th scope="row"><a href=${`#/jobs/${job.id}`}><code>${job.id.slice(-12)}</code></a></th>
          <td><${State} state=${job.state} /></td><td><${Bar} value=${job.progress} label=${t('progress')} tone=${job.documents.failed ? 'warn' : ''} /></td>
          <td class="figure">${number(ended(job.documents))} / ${number(job.documents.total)}</td><td class="figure wide">${job.documents.failed ? number(job.documents.failed) : ''}</td>
          <td class="age"><time datetime=${job.createdAt} title=${dateTime(job.createdAt)}>${ago(job.createdAt)}</time></td></tr>`)}</tbody></table></div>
        <${Pages} path="/jobs" query=${{}} page=${query.get('page')} next=${list.nextPageToken} />`}`;
}

function Failures({documents}) {
  const groups = Object.entries(Object.groupBy(documents.filter(document => document.failure), document => document.failure.code));
  return groups.length > 0 && html`<section class="card"><h2>${t('failures')}</h2><dl class="failures">${groups.map(([code, failed]) => html`<div>
    <dt>${number(failed.length)} × <code>${code}</code></dt><dd>${failed[0].failure.reason}<br /><strong>${t('whatToDo')}:</strong> ${advice(code)}</dd></div>`)}</dl></section>`;
}

const facts = job => [
  [t('created'), dateTime(job.createdAt)], [t('started'), job.startedAt && dateTime(job.startedAt)], [t('finished'), job.finishedAt && dateTime(job.finishedAt)],
  [t('eta'), job.expectedEnd && ago(job.expectedEnd)],
  [t('tokens'), job.usage.inputTokens > 0 && `${number(job.usage.inputTokens)} → ${number(job.usage.outputTokens)}`],
  [t('modelTime'), job.usage.modelMicros > 0 && `${number(Math.round(job.usage.modelMicros / 1e5) / 10)} ${t('seconds')}`]];

function Actions({job, changed}) {
  const [asking, ask] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const act = action => action().then(changed, setProblem).finally(() => ask(false));
  const stop = async () => (await send(`/v1/jobs/${job.id}`, {method: 'DELETE'})).json();
  return html`<div class="actions">
    ${!TERMINAL.includes(job.state) && !asking && html`<button onClick=${() => ask(true)}>${t('cancel')}</button>`}
    ${asking && html`<span role="alert">${t('cancelAsk')}</span><button class="danger" onClick=${() => act(stop)}>${t('yes')}</button><button onClick=${() => ask(false)}>${t('no')}</button>`}
    ${job.documents.failed + job.documents.partial > 0 && html`<button onClick=${() => act(() => post(`/v1/jobs/${job.id}/retry`))}>${t('retry')}</button>`}
    ${problem && html`<${Failure} problem=${problem} />`}</div>`;
}

/** @param {any} document as the documents of a job are listed */
const line = document => ({...document, tasks: document.tasks.length, tasksEnded: document.tasks.filter(task => TERMINAL.includes(task.state)).length});

export function JobScreen({id, query}) {
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [time, setTime] = useState(0);
  const [shown, setShown] = useState(/** @type {any[] | null} */ (null));
  const page = query.get('page');
  useEffect(() => watch(`/v1/jobs/${id}`, value => {
    setProblem(null);
    setJob(value);
    return !TERMINAL.includes(value.state);
  }, setProblem), [id, time]);
  const list = useLoaded(() => get(`/v1/jobs/${id}/documents?pageSize=100${token(page)}`), [id, page, job?.progress, job?.state]);
  useEffect(() => { if (list.value) setShown(list.value.documents.map(line)); }, [list.value]);
  return html`<${Heading} aside=${job && html`<${State} state=${job.state} />`}>${t('job')} <code>${id.slice(-12)}</code><//>
    ${problem && html`<${Failure} problem=${problem} />`}
    ${!job ? !problem && html`<${Loading} />` : html`<section class="card"><div class="progress"><${Bar} value=${job.progress} label=${t('progress')} tone=${job.documents.failed ? 'warn' : ''} />
      <span>${number(ended(job.documents))} ${t('of')} ${number(job.documents.total)} ${t('documents')}</span></div><${Facts} facts=${facts(job)} />
      <${Actions} job=${job} changed=${value => { setJob(value); setTime(time + 1); }} /></section>`}
    ${list.problem && !problem && html`<${Failure} problem=${list.problem} again=${list.again} />`}
    ${shown && html`<${Failures} documents=${shown} /><h2>${t('documents')}</h2><${DocumentTable} documents=${shown} caption=${t('documents')} />
      <${Pages} path=${`/jobs/${id}`} query=${{}} page=${page} next=${list.value?.nextPageToken} />`}`;
}
