// The models of the installation and the languages between which they translate.
import {html} from '../lib.js';
import {get} from '../api.js';
import {languageName, number, t} from '../i18n.js';
import {Empty, Failure, Heading, Loading, useLoaded} from '../ui.js';

async function load() {
  const [models, languages] = await Promise.all([get('/v1/models'), get('/v1/languages')]);
  return {models: models.models, languages: languages.languages};
}

function Model({model}) {
  return html`<tr><th scope="row">${model.name}</th><td>${model.task.replace('_', ' ')}</td>
    <td>${model.unavailable ? html`<span class="state failed">${model.unavailable.code}</span>` : html`<span class="state succeeded">${t('available')}</span>`}</td>
    <td class="figure wide">${model.maxInputTokens ? number(model.maxInputTokens) : ''}</td><td class="wide">${model.licence}</td><td class="wide"><code>${model.digest.slice(0, 12)}</code></td></tr>`;
}

export function Models() {
  const {value, problem, again} = useLoaded(load, []);
  return html`<${Heading}>${t('models')}<//>
    ${problem ? html`<${Failure} problem=${problem} again=${again} />` : !value ? html`<${Loading} />` : value.models.length === 0 ? html`<${Empty} title=${t('noModels')} />` : html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('models')}><table><caption class="sr">${t('models')}</caption><thead><tr><th scope="col">${t('name')}</th><th scope="col">${t('task')}</th><th scope="col">${t('state')}</th><th scope="col" class="figure wide">${t('input')}</th><th scope="col" class="wide">${t('licence')}</th><th scope="col" class="wide">${t('digest')}</th></tr></thead>
      <tbody>${value.models.map(model => html`<${Model} model=${model} />`)}</tbody></table></div>
    <h2>${t('pairs')}</h2><dl class="languages">${value.languages.map(language => html`<div><dt>${languageName(language.code)}</dt><dd>${language.targets.map(languageName).join(', ')}</dd></div>`)}</dl>`}`;
}
