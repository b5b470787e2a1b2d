// Calls of the REST API. A key is kept for the life of the browser's tab only.

const KEY = 'scriptorium-key';

/** A failed request with the API's problem details (RFC 9457). */
export class Problem extends Error {
  /** @param {number} status @param {{code?: string, detail?: string, title?: string, retryable?: boolean}} body */
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code || '';
    this.retryable = Boolean(body.retryable);
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY) || '',
  /** @param {string} value */
  set: value => value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY),
};

/** @param {string} path @param {RequestInit} [init] @returns {Promise<Response>} */
export async function send(path, init = {}) {
  const headers = new Headers(init.headers);
  if (key.get()) headers.set('Authorization', `Bearer ${key.get()}`);
  let response;
  try {
    response = await fetch(path, {...init, headers});
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    throw new Problem(0, {code: 'NO_CONNECTION', detail: 'no connection', retryable: true});
  }
  if (response.status === 401) window.dispatchEvent(new Event('signed-out'));
  if (!response.ok && response.status !== 304) {
    let body = {};
    try {
      body = await response.json();
    } catch { /* an answer of a proxy */ }
    throw new Problem(response.status, body);
  }
  return response;
}

/** @param {string} path @param {AbortSignal} [signal] */
export async function get(path, signal) {
  return (await send(path, {signal, headers: {Accept: 'application/json'}})).json();
}

/** @param {string} path @param {unknown} body */
export async function post(path, body) {
  const init = body === undefined
    ? {method: 'POST'}
    : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)};
  return (await send(path, init)).json();
}

/** Hands a file to the browser. @param {Blob} blob @param {string} name */
export function saveAs(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves an answer as a file, with the key that a plain link would not send. @param {string} path @param {string} name */
export const download = async (path, name) => saveAs(await (await send(path)).blob(), name);

/**
 * Asks again and again, and calls back with what changed: an unchanged answer is a 304 without a body. While the page is
 * hidden nothing is asked. Returns the function that ends it.
 * @param {string} path
 * @param {(value: any) => boolean | void} changed whether to go on
 * @param {(problem: Problem) => void} failed
 * @param {number} every milliseconds
 */
export function watch(path, changed, failed, every = 2000) {
  const ended = new AbortController();
  let tag = '';
  const ask = async () => {
    if (ended.signal.aborted) return;
    let goOn = true;
    if (!document.hidden) {
      try {
        const response = await send(path, {signal: ended.signal, headers: tag ? {'If-None-Match': tag} : {}});
        if (response.status !== 304) {
          tag = response.headers.get('ETag') || '';
          goOn = changed(await response.json()) !== false;
        }
      } catch (e) {
        if (ended.signal.aborted) return;
        failed(/** @type {Problem} */ (e));
        goOn = e instanceof Problem && (e.status === 0 || e.status >= 500 || e.status === 429);
      }
    }
    if (goOn) setTimeout(ask, every);
  };
  ask();
  return () => ended.abort();
}
