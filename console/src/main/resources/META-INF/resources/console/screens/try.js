// One text or some files, the tasks, the result in place, and the call that does the same.
import {html, useRef, useState} from '../lib.js';
import {get, post, send} from '../api.js';
import {bytes, flagName, languageName, t} from '../i18n.js';
import {Copy, Failure, go, Heading, Loading, Tabs, useLoaded} from '../ui.js';
import {Scores} from './scores.js';
import {calls, tasksOf} from './calls.js';

async function catalogue() {
  const [languages, sets] = await Promise.all([get('/v1/languages'), get('/v1/label-sets').catch(() => ({labelSets: []}))]);
  return {
    languages: languages.languages,
    targets: [...new Set(languages.languages.flatMap(language => language.targets))].sort(),
    labelSets: [...new Set(['sentiment', ...sets.labelSets.map(set => set.name)])],
  };
}

/** Asks for the chosen tasks side by side. @param {{text: string, source: string, target: string, sentences: number, labelSet: string}} wanted */
async function run({text, source, target, sentences, labelSet}) {
  const outcome = promise => promise.then(value => ({value}), problem => ({problem}));
  const [translation, summary, classification] = await Promise.all([
    target ? outcome(post('/v1/translate', {texts: [text], source: source || 'auto', target})) : null,
    sentences ? outcome(post('/v1/summarize', {text, sentences, ...source && {language: source}})) : null,
    labelSet ? outcome(post('/v1/classify', {texts: [text], labelSet})) : null,
  ]);
  return {translation, summary, classification};
}

/** Submits files as a job and shows it. */
export async function submit(files, wanted) {
  const form = new FormData();
  form.append('tasks', new Blob([JSON.stringify(tasksOf(wanted))], {type: 'application/json'}));
  for (const file of files) form.append('files', file, file.name);
  const job = await (await send('/v1/jobs', {method: 'POST', body: form})).json();
  go(`/jobs/${job.id}`);
}

/** The only item of an answer, or why there is none. */
function single(outcome, list) {
  const item = outcome.value?.[list][0];
  return {item, problem: outcome.problem || item?.error && {message: item.error.reason, code: item.error.code}};
}

function Translated({outcome, target}) {
  const {item, problem} = single(outcome, 'translations');
  return html`<section class="card result"><h3>${t('translation')} · ${languageName(target)}</h3>
    ${problem ? html`<${Failure} problem=${problem} />` : html`<p class="reading" lang=${target}>${item.segments.map(segment =>
        html`<span class=${segment.flags.length ? 'flagged' : ''}>${segment.target}</span>${segment.separator}`)}</p>
      <p class="flags">${item.flags.length ? item.flags.map(flag => html`<span class="flag">${flagName(flag)}</span>`) : t('noFlags')}</p>`}</section>`;
}

function Summarised({outcome}) {
  return html`<section class="card result"><h3>${t('summary')}</h3>${outcome.problem ? html`<${Failure} problem=${outcome.problem} />`
    : html`<ol class="reading">${outcome.value.sentences.map(sentence => html`<li>${sentence.text}</li>`)}</ol>`}</section>`;
}

function Classified({outcome, labelSet}) {
  const {item, problem} = single(outcome, 'classifications');
  return html`<section class="card result"><h3>${t('classification')} · ${labelSet}</h3>
    ${problem ? html`<${Failure} problem=${problem} />` : html`<${Scores} label=${item.label} unsure=${item.unsure} scores=${item.scores} />`}</section>`;
}

function Results({results: {translation, summary, classification}, wanted}) {
  return html`<div class="results" aria-live="polite">
    ${translation && html`<${Translated} outcome=${translation} target=${wanted.target} />`}
    ${summary && html`<${Summarised} outcome=${summary} />`}
    ${classification && html`<${Classified} outcome=${classification} labelSet=${wanted.labelSet} />`}</div>`;
}

function Files({files, change}) {
  const input = useRef(null);
  const [over, setOver] = useState(false);
  const add = list => change([...files, ...list]);
  const drop = event => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return html`<div class="drop ${over ? 'over' : ''}" onDragOver=${e => { e.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      ${t('drop')} <button type="button" class="link" onClick=${() => input.current.click()}>${t('choose')}</button>
      <input type="file" multiple hidden ref=${input} aria-label=${t('choose')} onChange=${e => { add(e.target.files); e.target.value = ''; }} />
    </div>
    ${files.length > 0 && html`<ul class="files">${files.map((file, i) => html`<li><span>${file.name}</span><small>${bytes(file.size)}</small>
      <button type="button" class="quiet" aria-label=${`${t('remove')}: ${file.name}`} onClick=${() => change(files.filter((_, n) => n !== i))}>×</button></li>`)}</ul>`}`;
}

function Calls({wanted}) {
  const [chosen, choose] = useState('curl');
  const code = calls(wanted, location.origin);
  return html`<section class="calls"><h2>${t('asCall')}</h2><${Tabs} label=${t('asCall')} chosen=${chosen} choose=${choose}
    tabs=${[{id: 'curl', name: 'curl'}, {id: 'java', name: 'Java'}, {id: 'python', name: 'Python'}]}>
    <div class="code"><${Copy} text=${code[chosen]} /><pre tabindex="0"><code>${code[chosen]}</code></pre></div><//></section>`;
}

/** What is to be done: a language, a summary, a label set. */
function Options({known, wanted, change, running}) {
  return html`<div class="card options">
    <div class="field"><label for="target">${t('translateTo')}</label><select id="target" value=${wanted.target} onChange=${e => change({target: e.target.value})}>
      <option value="">${t('none')}</option>${known.targets.map(code => html`<option value=${code}>${languageName(code)}</option>`)}</select></div>
    <div class="field"><label for="source">${t('from')}</label><select id="source" value=${wanted.source} onChange=${e => change({source: e.target.value})}>
      <option value="">${t('detect')}</option>${known.languages.map(({code}) => html`<option value=${code}>${languageName(code)}</option>`)}</select></div>
    <div class="field"><label class="check"><input type="checkbox" checked=${wanted.sentences > 0} onChange=${e => change({sentences: e.target.checked ? 3 : 0})} />${t('summarise')}</label>
      <label class="inline"><input type="number" min="1" max="100" value=${wanted.sentences || 3} disabled=${!wanted.sentences} onInput=${e => change({sentences: Math.max(1, Number(e.target.value))})} /> ${t('sentences')}</label></div>
    <div class="field"><label for="labels">${t('classify')}</label><select id="labels" value=${wanted.labelSet} onChange=${e => change({labelSet: e.target.value})}>
      <option value="">${t('noClassify')}</option>${known.labelSets.map(name => html`<option value=${name}>${name}</option>`)}</select></div>
    <button class="primary" disabled=${running}>${running ? t('running') : t('run')}</button></div>`;
}

export function Try() {
  const known = useLoaded(catalogue, []);
  const [wanted, setWanted] = useState({text: '', files: /** @type {File[]} */ ([]), source: '', target: 'de', sentences: 3, labelSet: 'sentiment'});
  const [state, setState] = useState(/** @type {any} */ ({}));
  const change = some => setWanted({...wanted, ...some});
  const start = async event => {
    event.preventDefault();
    const {text, files, target, sentences, labelSet} = wanted;
    if (!text.trim() && !files.length) return setState({problem: {message: t('needText')}});
    if (!target && !sentences && !labelSet) return setState({problem: {message: t('needTask')}});
    setState({running: true});
    try {
      if (files.length) {
        await submit(text.trim() ? [...files, new File([text], 'text.txt', {type: 'text/plain'})] : files, wanted);
      } else {
        setState({results: await run(wanted), wanted});
      }
    } catch (problem) {
      setState({problem});
    }
  };
  return html`<${Heading}>${t('try')}<//><p class="lead">${t('tryLead')}</p>
    ${known.problem ? html`<${Failure} problem=${known.problem} again=${known.again} />` : !known.value ? html`<${Loading} />` : html`
    <form class="try" onSubmit=${start}>
      <div class="card input"><label for="text" class="sr">${t('text')}</label>
        <textarea id="text" rows="9" placeholder=${t('textPlaceholder')} value=${wanted.text} onInput=${e => change({text: e.target.value})}></textarea>
        <${Files} files=${wanted.files} change=${files => change({files})} /></div>
      <${Options} known=${known.value} wanted=${wanted} change=${change} running=${state.running} /></form>
    ${state.problem && html`<${Failure} problem=${state.problem} />`}
    ${state.running && html`<${Loading} />`}
    ${state.results && html`<h2>${t('result')}</h2><${Results} results=${state.results} wanted=${state.wanted} />`}
    <${Calls} wanted=${wanted} />`}`;
}
