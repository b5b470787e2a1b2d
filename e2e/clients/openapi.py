"""Uses the client that openapi.sh generated: every answer is one of its types, also where a request fails."""
import io
import sys
import time

from client import Client
from client.api.catalogue import list_languages
from client.api.documents import get_document, get_summary, get_text
from client.api.jobs import get_job, list_documents, list_jobs, submit_job
from client.api.retries import add_tasks, list_failures, rerun_job
from client.models import (
    DocumentPage,
    Job,
    JobPage,
    MoreTasks,
    Problem,
    Submit,
    SubmitFiles,
    Summarize,
    Summary,
    Tasks,
    TextDocument,
)
from client.types import File

client = Client(base_url=sys.argv[1])


def finished(job):
    while job.finished_at is None or not job.finished_at:
        time.sleep(0.5)
        job = get_job.sync(job.id, client=client)
        assert isinstance(job, Job), job
    return job


text = "The report is due on Friday. It has two parts. The first part is about rain. The second part is about snow."
job = submit_job.sync(
    client=client,
    body=Submit(documents=[TextDocument(text=text, custom_id="a")], tasks=Tasks(summarize=Summarize(sentences=1))),
)
assert isinstance(job, Job), job
job = finished(job)
assert job.state == "SUCCEEDED", job
page = list_documents.sync(job.id, client=client)
assert isinstance(page, DocumentPage), page
document = page.documents[0]
assert document.custom_id == "a", document
assert get_document.sync(document.id, client=client).unread == []
summary = get_summary.sync(document.id, client=client)
assert isinstance(summary, Summary), summary
assert summary.sentences[0].segments, summary

files = submit_job.sync(
    client=client,
    body=SubmitFiles(tasks=Tasks(summarize=Summarize()), files=[File(io.BytesIO(text.encode()), "a.txt", "text/plain")]),
)
assert isinstance(files, Job), files
finished(files)

again = rerun_job.sync(job.id, client=client, body=MoreTasks(tasks=Tasks(summarize=Summarize(sentences=2))))
assert isinstance(again, Job) and again.rerun_of == job.id, again

problem = get_job.sync("01900000-0000-7000-8000-000000000000", client=client)
assert isinstance(problem, Problem) and problem.code == "NOT_FOUND", problem
problem = add_tasks.sync(job.id, client=client, body=MoreTasks(tasks=Tasks(summarize=Summarize())))
assert isinstance(problem, Problem) and problem.code == "BAD_REQUEST", problem
problem = get_summary.sync(again.id, client=client)
assert isinstance(problem, Problem) and problem.code == "NOT_FOUND", problem
assert isinstance(list_jobs.sync(client=client), JobPage)
print("languages:", list_languages.sync(client=client).to_dict())
print("failures:", list_failures.sync(client=client).to_dict())
print("the generated client works")
