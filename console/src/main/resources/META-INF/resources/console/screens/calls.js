// What “Try it” does, as code to copy.

const SAMPLE = 'The invoice is due in 30 days.';
const quoted = value => JSON.stringify(value);
const shell = text => `'${text.replaceAll("'", `'\\''`)}'`;

/** The tasks of a job. */
export function tasksOf({source, target, sentences, labelSet}) {
  return {
    ...sentences && {summarize: {sentences}},
    translate: target ? [target] : [],
    classify: labelSet ? [labelSet] : [],
    ...source && {sourceLanguage: source},
  };
}

/** The first of the chosen tasks as a path and a body. */
function request({text, source, target, sentences, labelSet}) {
  const given = text.trim() || SAMPLE;
  if (target) return ['/v1/translate', {texts: [given], source: source || 'auto', target}];
  if (sentences) return ['/v1/summarize', {text: given, sentences}];
  return ['/v1/classify', {texts: [given], labelSet: labelSet || 'sentiment'}];
}

function callsWithFiles(wanted, origin) {
  const names = wanted.files.map(file => file.name);
  const tasks = JSON.stringify(tasksOf(wanted));
  return {
    curl: [`curl -H "Authorization: Bearer $KEY" ${origin}/v1/jobs`,
      `  -F ${shell(`tasks=${tasks};type=application/json`)}`,
      ...names.map(name => `  -F ${shell(`files=@${quoted(name)}`)}`)].join(' \\\n'),
    java: `// With Apache HttpClient 5, because the JDK has no multipart bodies.
var entity = MultipartEntityBuilder.create()
    .addTextBody("tasks", ${quoted(tasks)}, ContentType.APPLICATION_JSON)
${names.map(name => `    .addBinaryBody("files", new File(${quoted(name)}))`).join('\n')}
    .build();
var post = new HttpPost("${origin}/v1/jobs");
post.setHeader("Authorization", "Bearer " + System.getenv("KEY"));
post.setEntity(entity);`,
    python: `import os, requests

answer = requests.post(
    "${origin}/v1/jobs",
    headers={"Authorization": "Bearer " + os.environ["KEY"]},
    files=[
        ("tasks", (None, ${quoted(tasks)}, "application/json")),
${names.map(name => `        ("files", open(${quoted(name)}, "rb")),`).join('\n')}
    ])
print(answer.json()["id"])`,
  };
}

/** @returns {{curl: string, java: string, python: string}} */
export function calls(wanted, origin) {
  if (wanted.files.length) return callsWithFiles(wanted, origin);
  const [path, body] = request(wanted);
  const json = JSON.stringify(body);
  return {
    curl: `curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d ${shell(json)} \\
  ${origin}${path}`,
    java: `var request = HttpRequest.newBuilder(URI.create("${origin}${path}"))
    .header("Authorization", "Bearer " + System.getenv("KEY"))
    .header("Content-Type", "application/json")
    .POST(BodyPublishers.ofString(${quoted(json)}))
    .build();
var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
System.out.println(answer.body());`,
    python: `import os, requests

answer = requests.post(
    "${origin}${path}",
    headers={"Authorization": "Bearer " + os.environ["KEY"]},
    json=${JSON.stringify(body, null, 4).replaceAll('\n', '\n    ')})
print(answer.json())`,
  };
}
