// Texts of the console. Every key is in both languages: ConsoleFilesTest.
const TEXTS = {
  en: {
    try: 'Try it', documents: 'Documents', jobs: 'Jobs', models: 'Models', system: 'System', skip: 'Skip to content',
    theme: 'Dark or light', language: 'Deutsch', menu: 'Main',
    tryLead: 'Put in a text or files. Nothing leaves this installation.',
    text: 'Text', textPlaceholder: 'Paste or write a text here …', drop: 'Drop files here, or', choose: 'choose files',
    remove: 'Remove', translateTo: 'Translate to', none: 'do not translate', from: 'From', detect: 'detect',
    summarise: 'Summarise', sentences: 'sentences', classify: 'Classify by', noClassify: 'do not classify',
    run: 'Run', running: 'Running …', needText: 'Put in a text or choose files first.', needTask: 'Choose at least one task.',
    result: 'Result', summary: 'Summary', translation: 'Translation', classification: 'Classification', asCall: 'The same call',
    copy: 'Copy', copied: 'Copied', unsure: 'unsure', noFlags: 'no remarks',
    name: 'Name', type: 'Type', lang: 'Language', size: 'Size', state: 'State', age: 'Age', tasks: 'Tasks', job: 'Job',
    search: 'Part of a name', allStates: 'All states', apply: 'Apply', next: 'Next page', first: 'First page',
    noDocuments: 'No documents yet', noDocumentsLead: 'Submit files on “Try it”, or take these three short samples.',
    samples: 'Submit the samples', noMatch: 'No document matches', noMatchLead: 'Change the filters or show all.', showAll: 'Show all',
    noJobs: 'No jobs yet', noJobsLead: 'A job appears here as soon as documents are submitted.',
    loading: 'Loading …', error: 'That did not work', again: 'Try again', noConnection: 'The service does not answer.',
    progress: 'Progress', pages: 'Pages', slowest: 'slowest', failed: 'Failed', of: 'of', created: 'Created', finished: 'Finished', started: 'Started', eta: 'Expected end',
    cancel: 'Cancel', retry: 'Retry failed', cancelAsk: 'Stop the rest of this job?', yes: 'Stop it', no: 'Go on',
    failures: 'Failures', whatToDo: 'What to do', tokens: 'Tokens', modelTime: 'Model time',
    original: 'Original', downloadText: 'Translated text', downloadJson: 'JSON', raw: 'Raw', tabs: 'Results',
    source: 'Source', target: 'Translation', review: 'to review', allFine: 'no segment to review', onlyFlagged: 'Only flagged',
    showMore: 'Show more', page: 'page', cites: 'Show the place', pending: 'Not there yet.',
    coverage: 'sentences considered',
    task: 'Task', digest: 'Digest', licence: 'Licence', input: 'Input tokens', available: 'available', pairs: 'Languages',
    noModels: 'No models', health: 'Health', up: 'up', down: 'down', stage: 'Stage', waiting: 'Waiting', inFlight: 'In flight',
    healthElsewhere: 'Health and metrics are on the management port of each service.', links: 'Links', apiDocs: 'API description',
    metrics: 'Metrics', signIn: 'Sign in', signInLead: 'This installation asks for a key. It is kept until you close this tab.',
    keyLabel: 'Key', signOut: 'Sign out', keyRefused: 'This key is unknown, revoked or expired.', stages: 'Stages',
    attempt: 'Attempt', unread: 'Not read', seconds: 's', score: 'score', threshold: 'no label reaches the threshold',
    notFound: 'There is nothing at this address.', roleMissing: 'Your key does not allow this.',
  },
  de: {
    try: 'Ausprobieren', documents: 'Dokumente', jobs: 'Aufträge', models: 'Modelle', system: 'System', skip: 'Zum Inhalt',
    theme: 'Dunkel oder hell', language: 'English', menu: 'Hauptmenü',
    tryLead: 'Geben Sie einen Text oder Dateien ein. Nichts verlässt diese Installation.',
    text: 'Text', textPlaceholder: 'Text hier einfügen oder schreiben …', drop: 'Dateien hierher ziehen oder', choose: 'auswählen',
    remove: 'Entfernen', translateTo: 'Übersetzen nach', none: 'nicht übersetzen', from: 'Aus', detect: 'erkennen',
    summarise: 'Zusammenfassen', sentences: 'Sätze', classify: 'Einordnen nach', noClassify: 'nicht einordnen',
    run: 'Los', running: 'Läuft …', needText: 'Geben Sie zuerst einen Text ein oder wählen Sie Dateien.', needTask: 'Wählen Sie mindestens eine Aufgabe.',
    result: 'Ergebnis', summary: 'Zusammenfassung', translation: 'Übersetzung', classification: 'Einordnung', asCall: 'Derselbe Aufruf',
    copy: 'Kopieren', copied: 'Kopiert', unsure: 'unsicher', noFlags: 'keine Anmerkungen',
    name: 'Name', type: 'Typ', lang: 'Sprache', size: 'Größe', state: 'Status', age: 'Alter', tasks: 'Aufgaben', job: 'Auftrag',
    search: 'Teil eines Namens', allStates: 'Alle Status', apply: 'Anwenden', next: 'Nächste Seite', first: 'Erste Seite',
    noDocuments: 'Noch keine Dokumente', noDocumentsLead: 'Geben Sie unter „Ausprobieren“ Dateien ein, oder nehmen Sie diese drei kurzen Beispiele.',
    samples: 'Beispiele einreichen', noMatch: 'Kein Dokument passt', noMatchLead: 'Ändern Sie die Filter oder zeigen Sie alle.', showAll: 'Alle zeigen',
    noJobs: 'Noch keine Aufträge', noJobsLead: 'Ein Auftrag erscheint hier, sobald Dokumente eingereicht sind.',
    loading: 'Wird geladen …', error: 'Das hat nicht geklappt', again: 'Noch einmal', noConnection: 'Der Dienst antwortet nicht.',
    progress: 'Fortschritt', pages: 'Seiten', slowest: 'am langsamsten', failed: 'Gescheitert', of: 'von', created: 'Erstellt', finished: 'Beendet', started: 'Begonnen', eta: 'Voraussichtliches Ende',
    cancel: 'Abbrechen', retry: 'Gescheiterte wiederholen', cancelAsk: 'Den Rest dieses Auftrags anhalten?', yes: 'Anhalten', no: 'Weiter',
    failures: 'Fehler', whatToDo: 'Was zu tun ist', tokens: 'Token', modelTime: 'Modellzeit',
    original: 'Original', downloadText: 'Übersetzter Text', downloadJson: 'JSON', raw: 'Rohdaten', tabs: 'Ergebnisse',
    source: 'Quelle', target: 'Übersetzung', review: 'zu prüfen', allFine: 'kein Satz zu prüfen', onlyFlagged: 'Nur Auffällige',
    showMore: 'Mehr zeigen', page: 'Seite', cites: 'Stelle zeigen', pending: 'Noch nicht da.',
    coverage: 'Sätze betrachtet',
    task: 'Aufgabe', digest: 'Prüfsumme', licence: 'Lizenz', input: 'Eingabe-Token', available: 'verfügbar', pairs: 'Sprachen',
    noModels: 'Keine Modelle', health: 'Zustand', up: 'in Ordnung', down: 'gestört', stage: 'Stufe', waiting: 'Wartend', inFlight: 'In Arbeit',
    healthElsewhere: 'Zustand und Metriken sind am Verwaltungsport jedes Dienstes.', links: 'Verweise', apiDocs: 'Beschreibung der API',
    metrics: 'Metriken', signIn: 'Anmelden', signInLead: 'Diese Installation verlangt einen Schlüssel. Er bleibt, bis Sie diesen Tab schließen.',
    keyLabel: 'Schlüssel', signOut: 'Abmelden', keyRefused: 'Dieser Schlüssel ist unbekannt, widerrufen oder abgelaufen.', stages: 'Stufen',
    attempt: 'Versuch', unread: 'Nicht gelesen', seconds: 's', score: 'Wert', threshold: 'kein Wert erreicht die Schwelle',
    notFound: 'Unter dieser Adresse gibt es nichts.', roleMissing: 'Ihr Schlüssel erlaubt das nicht.',
  },
};

const STATES = {
  en: {QUEUED: 'queued', RUNNING: 'running', CANCELLING: 'cancelling', SUCCEEDED: 'succeeded', PARTIAL: 'partial', FAILED: 'failed', CANCELLED: 'cancelled', EXPIRED: 'expired'},
  de: {QUEUED: 'wartet', RUNNING: 'läuft', CANCELLING: 'hält an', SUCCEEDED: 'gelungen', PARTIAL: 'teilweise', FAILED: 'gescheitert', CANCELLED: 'abgebrochen', EXPIRED: 'abgelaufen'},
};

const FLAGS = {
  en: {NUMBERS: 'numbers differ', PLACEHOLDERS: 'placeholders differ', LENGTH_RATIO: 'odd length', REPETITION: 'repetition', LANGUAGE: 'wrong language', COPIED: 'copied', SAME_LANGUAGE: 'already in the language', TRUNCATED: 'cut short', FAILED: 'not translated', CUT: 'split', LOW_SCORE: 'low score', SYMBOLS: 'symbols differ', SOURCE_LANGUAGE: 'source language unsure', TOO_LONG: 'too long'},
  de: {NUMBERS: 'Zahlen weichen ab', PLACEHOLDERS: 'Platzhalter weichen ab', LENGTH_RATIO: 'auffällige Länge', REPETITION: 'Wiederholung', LANGUAGE: 'falsche Sprache', COPIED: 'übernommen', SAME_LANGUAGE: 'schon in der Sprache', TRUNCATED: 'abgeschnitten', FAILED: 'nicht übersetzt', CUT: 'geteilt', LOW_SCORE: 'niedriger Wert', SYMBOLS: 'Zeichen weichen ab', SOURCE_LANGUAGE: 'Quellsprache unsicher', TOO_LONG: 'zu lang'},
};

// What a person can do about a failure, by its code.
const ADVICE = {
  en: {
    DOC_CORRUPT: 'Open the file in its program, save it again and submit it.', DOC_ENCRYPTED: 'Remove the password and submit the file again.',
    EMPTY_TEXT: 'If it is a scan: it needs text recognition first.', TYPE_UNSUPPORTED: 'Save the file as PDF, DOCX, HTML or text.',
    TYPE_MISMATCH: 'The content is not what the name says: rename the file.', DOC_TOO_LARGE: 'Split the file, or raise the limit.',
    LANGUAGE_PAIR_UNAVAILABLE: 'No model translates this pair: choose another language or add a model.', LABEL_SET_UNKNOWN: 'Train the label set, or choose another.', SUMMARY_MODEL_UNAVAILABLE: 'Add a model that writes summaries, or name one.',
    PARSER_TIMEOUT: 'Retry; if it fails again, split the file.', PARSER_OOM: 'Split the file, or give the parser more memory.',
    OVERLOADED: 'Retry in some minutes.', DEADLINE_EXCEEDED: 'Retry in some minutes.', DEPENDENCY_UNAVAILABLE: 'Look at “System”: a service does not answer.',
    '': 'Retry. If it fails again, look into the log of the service.',
  },
  de: {
    DOC_CORRUPT: 'Öffnen Sie die Datei in ihrem Programm, speichern Sie sie neu und reichen Sie sie wieder ein.', DOC_ENCRYPTED: 'Entfernen Sie das Kennwort und reichen Sie die Datei wieder ein.',
    EMPTY_TEXT: 'Ist es ein Scan, braucht er zuerst Texterkennung.', TYPE_UNSUPPORTED: 'Speichern Sie die Datei als PDF, DOCX, HTML oder Text.',
    TYPE_MISMATCH: 'Der Inhalt ist nicht, was der Name sagt: benennen Sie die Datei um.', DOC_TOO_LARGE: 'Teilen Sie die Datei, oder heben Sie die Grenze an.',
    LANGUAGE_PAIR_UNAVAILABLE: 'Kein Modell übersetzt dieses Paar: wählen Sie eine andere Sprache, oder fügen Sie ein Modell hinzu.', LABEL_SET_UNKNOWN: 'Trainieren Sie die Einordnung, oder wählen Sie eine andere.', SUMMARY_MODEL_UNAVAILABLE: 'Fügen Sie ein Modell hinzu, das Zusammenfassungen schreibt, oder nennen Sie eines.',
    PARSER_TIMEOUT: 'Wiederholen Sie; scheitert es wieder, teilen Sie die Datei.', PARSER_OOM: 'Teilen Sie die Datei, oder geben Sie dem Leser mehr Speicher.',
    OVERLOADED: 'Wiederholen Sie in einigen Minuten.', DEADLINE_EXCEEDED: 'Wiederholen Sie in einigen Minuten.', DEPENDENCY_UNAVAILABLE: 'Sehen Sie unter „System“ nach: ein Dienst antwortet nicht.',
    '': 'Wiederholen Sie. Scheitert es wieder, sehen Sie in das Protokoll des Dienstes.',
  },
};

const STORED = 'scriptorium-language';

/** @returns {'en' | 'de'} */
export function locale() {
  const chosen = localStorage.getItem(STORED) || navigator.language;
  return chosen.startsWith('de') ? 'de' : 'en';
}

/** @param {'en' | 'de'} next */
export function setLocale(next) {
  localStorage.setItem(STORED, next);
  document.documentElement.lang = next;
}

/** @param {keyof typeof TEXTS.en} name */
export const t = name => TEXTS[locale()][name];
export const stateName = state => STATES[locale()][state] || state;
export const flagName = flag => FLAGS[locale()][flag] || flag;
export const advice = code => ADVICE[locale()][code] || ADVICE[locale()][''];

const languages = {};
/** The name of a language. @param {string} code */
export function languageName(code) {
  const names = languages[locale()] ||= new Intl.DisplayNames([locale()], {type: 'language'});
  try {
    return names.of(code) || code;
  } catch {
    return code;
  }
}

/** @param {string} time */
export const dateTime = time => new Intl.DateTimeFormat(locale(), {dateStyle: 'medium', timeStyle: 'short'}).format(new Date(time));

/** How long ago, such as “3 minutes ago”. @param {string} time */
export function ago(time) {
  const seconds = (new Date(time).getTime() - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), {numeric: 'auto'});
  for (const [unit, length] of /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([['day', 86400], ['hour', 3600], ['minute', 60]])) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds), 'second');
}

/** @param {number} count */
export const number = count => new Intl.NumberFormat(locale()).format(count);

/** @param {number} size */
export function bytes(size) {
  const unit = size < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(size) / 10));
  return `${new Intl.NumberFormat(locale(), {maximumFractionDigits: unit ? 1 : 0}).format(size / 1024 ** unit)} ${['B', 'KiB', 'MiB', 'GiB'][unit]}`;
}
