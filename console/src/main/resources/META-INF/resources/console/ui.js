// What every screen is made of.
import {html, useEffect, useRef, useState} from './lib.js';
import {stateName, t} from './i18n.js';

/** @param {string} path @param {Record<string, string | string[]>} [query] */
export function href(path, query = {}) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one) given.append(name, one);
  }
  const text = given.toString();
  return `#${path}${text ? `?${text}` : ''}`;
}

export const go = (path, query) => { location.hash = href(path, query); };

/** The heading of a screen: it takes the focus, so that a screen reader names the screen. */
export function Heading({children, aside}) {
  const ref = useRef(null);
  useEffect(() => {
    document.title = `${ref.current.textContent} · Scriptorium`;
    ref.current.focus({preventScroll: true});
  }, []);
  return html`<header class="screen"><h1 tabindex="-1" ref=${ref}>${children}</h1>${aside}</header>`;
}

export const State = ({state}) => html`<span class="state ${state.toLowerCase()}">${stateName(state)}</span>`;

export function Bar({value, label, tone = ''}) {
  const percent = Math.round(value * 100);
  return html`<div class="bar ${tone}" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}>
    <span style=${{width: `${percent}%`}}></span></div>`;
}

export const Loading = () => html`<div class="loading" role="status"><span class="skeleton"></span><span class="skeleton"></span><span class="skeleton short"></span><span class="sr">${t('loading')}</span></div>`;

export function Failure({problem, again}) {
  const text = problem.code === 'NO_CONNECTION' ? t('noConnection') : problem.status === 403 ? t('roleMissing') : problem.message;
  return html`<div class="notice bad" role="alert"><strong>${t('error')}</strong><p>${text}${problem.code && html` <code>${problem.code}</code>`}</p>
    ${again && html`<button onClick=${again}>${t('again')}</button>`}</div>`;
}

export const Empty = ({title, lead, children}) => html`<div class="empty"><svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true"><path d="M13 6h15l8 8v28H13zM28 6v8h8M19 24h11M19 30h11M19 18h4" fill="none" stroke="currentColor" stroke-width="1.500" stroke-linejoin="round" stroke-linecap="round"/></svg><h2>${title}</h2><p>${lead}</p>${children}</div>`;

/** The states after which nothing follows. */
export const TERMINAL = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED'];

/** Names and values; an empty value is left out. @param {{facts: [string, any][]}} props */
export const Facts = ({facts}) => html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** Links to the first and to the next page of a list. */
export const Pages = ({path, query, page, next}) => (page || next) && html`<nav class="pages" aria-label=${t('pages')}>
  ${page && html`<a class="button" href=${href(path, query)}>${t('first')}</a>`}${next && html`<a class="button" href=${href(path, {...query, page: next})}>${t('next')}</a>`}</nav>`;

/** Loads once, and again when the key changes. @param {() => Promise<any>} load @param {any[]} on */
export function useLoaded(load, on) {
  const [loaded, set] = useState(/** @type {{value?: any, problem?: any}} */ ({}));
  const [time, setTime] = useState(0);
  useEffect(() => {
    let current = true;
    set({});
    load().then(value => current && set({value}), problem => current && set({problem}));
    return () => { current = false; };
  }, [...on, time]);
  return {...loaded, again: () => setTime(time + 1)};
}

/** Tabs that work by the arrow keys. @param {{tabs: {id: string, name: any}[], chosen: string, choose: (id: string) => void, label: string, children: any}} props */
export function Tabs({tabs, chosen, choose, label, children}) {
  const move = event => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.findIndex(tab => tab.id === chosen) + step + tabs.length) % tabs.length];
    choose(next.id);
    event.currentTarget.querySelector(`#tab-${CSS.escape(next.id)}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>
      ${tabs.map(tab => html`<button role="tab" id="tab-${tab.id}" aria-controls="panel" aria-selected=${tab.id === chosen} tabindex=${tab.id === chosen ? 0 : -1} onClick=${() => choose(tab.id)}>${tab.name}</button>`)}
    </div>
    <div role="tabpanel" id="panel" aria-labelledby="tab-${chosen}" tabindex="0" class="panel">${children}</div>`;
}

export function Copy({text}) {
  const [copied, set] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    set(true);
    setTimeout(() => set(false), 2000);
  };
  return html`<button class="quiet" onClick=${copy} aria-live="polite">${copied ? t('copied') : t('copy')}</button>`;
}
