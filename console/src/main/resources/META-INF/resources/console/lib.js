// Preact with htm: components, hooks and templates, in one file of the library's jar.
export {
  html, render, useState, useEffect, useMemo, useRef, useCallback,
} from '/_static/htm/3.1.1/preact/standalone.module.js';
