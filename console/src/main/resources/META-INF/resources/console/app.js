// The frame: navigation, the screen that the address names, signing in.
import {html, render, useEffect, useState} from './lib.js';
import {get, key} from './api.js';
import {locale, setLocale, t} from './i18n.js';
import {Failure, Heading} from './ui.js';
import {Try} from './screens/try.js';
import {Documents} from './screens/documents.js';
import {DocumentScreen} from './screens/document.js';
import {JobScreen, Jobs} from './screens/jobs.js';
import {Models} from './screens/models.js';
import {System} from './screens/system.js';

const THEME = 'scriptorium-theme';
const SCREENS = [['', 'try', Try], ['documents', 'documents', Documents], ['jobs', 'jobs', Jobs], ['models', 'models', Models], ['system', 'system', System]];

function readAddress() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  return {path: path.split('/').filter(Boolean), query: new URLSearchParams(query), whole: location.hash};
}

function Screen({address}) {
  const [first = '', id] = address.path;
  if (id && first === 'documents') return html`<${DocumentScreen} key=${id} id=${id} query=${address.query} />`;
  if (id && first === 'jobs') return html`<${JobScreen} key=${id} id=${id} query=${address.query} />`;
  const found = SCREENS.find(screen => screen[0] === first);
  return found ? html`<${found[2]} key=${first} query=${address.query} />` : html`<${Heading}>404<//><${Failure} problem=${{message: t('notFound')}} />`;
}

function SignIn({signedIn}) {
  const [value, set] = useState('');
  const [problem, setProblem] = useState(null);
  const submit = async event => {
    event.preventDefault();
    key.set(value.trim());
    try {
      await get('/v1/jobs?pageSize=1');
      signedIn();
    } catch (e) {
      if (e.status === 401) setProblem({message: t('keyRefused')});
      else signedIn();
    }
  };
  return html`<form class="signin card" onSubmit=${submit}>
    <${Heading}>${t('signIn')}<//><p>${t('signInLead')}</p>
    ${problem && html`<${Failure} problem=${problem} />`}
    <label for="key">${t('keyLabel')}</label>
    <input id="key" type="password" autocomplete="current-password" spellcheck="false" required value=${value} onInput=${e => set(e.target.value)} />
    <button class="primary">${t('signIn')}</button></form>`;
}

function App() {
  const [address, setAddress] = useState(readAddress);
  const [out, setOut] = useState(false);
  const [language, setLanguage] = useState(locale);
  useEffect(() => {
    const moved = () => setAddress(readAddress());
    const signedOut = () => setOut(true);
    window.addEventListener('hashchange', moved);
    window.addEventListener('signed-out', signedOut);
    return () => {
      window.removeEventListener('hashchange', moved);
      window.removeEventListener('signed-out', signedOut);
    };
  }, []);
  const changeLanguage = () => {
    setLocale(language === 'de' ? 'en' : 'de');
    setLanguage(locale());
  };
  const changeTheme = () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
      || !document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
    localStorage.setItem(THEME, document.documentElement.dataset.theme);
  };
  const leave = () => {
    key.set('');
    setOut(true);
  };
  const here = address.path[0] || '';
  const skip = event => {
    event.preventDefault();
    document.querySelector('main h1')?.focus();
  };
  return html`
    <header class="top"><a class="skip" href="#" onClick=${skip}>${t('skip')}</a><a class="brand" href="#/"><img src="/console/icon.svg" alt="" width="26" height="26" />Scriptorium</a>
      <nav aria-label=${t('menu')}>${SCREENS.map(([path, name]) => html`<a href=${`#/${path}`} aria-current=${path === here ? 'page' : undefined}>${t(name)}</a>`)}</nav>
      <div class="tools"><button class="quiet" lang=${language === 'de' ? 'en' : 'de'} onClick=${changeLanguage}>${t('language')}</button>
        <button class="quiet icon" aria-label=${t('theme')} title=${t('theme')} onClick=${changeTheme}><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="6.500" fill="none" stroke="currentColor" stroke-width="1.500"/><path d="M10 3.500a6.500 6.500 0 0 1 0 13z" fill="currentColor"/></svg></button>
        ${key.get() && !out && html`<button class="quiet" onClick=${leave}>${t('signOut')}</button>`}</div></header>
    <main id="main" key=${language}>${out ? html`<${SignIn} signedIn=${() => setOut(false)} />` : html`<${Screen} address=${address} />`}</main>`;
}

document.documentElement.lang = locale();
const theme = localStorage.getItem(THEME);
if (theme) document.documentElement.dataset.theme = theme;
render(html`<${App} />`, document.getElementById('app'));
