{{/* Ports and groups of the services: the one table that all templates read. */}}
{{- define "scriptorium.table" -}}
ingest:
  port: 8080
  calls: [translator, summarizer, inference, tokenizer]
  groups:
    scriptorium-extraction: documents.received.v1
    scriptorium-results: documents.results.v1
tokenizer:
  port: 8081
  calls: []
  groups:
    scriptorium-tokenizer: documents.extracted.v1
inference:
  port: 8082
  calls: [tokenizer]
  groups:
    scriptorium-inference-interactive: inference.requests.interactive.v1
    scriptorium-inference-bulk: inference.requests.bulk.v1
summarizer:
  port: 8083
  calls: [tokenizer, inference]
  groups:
    scriptorium-summarizer: documents.tokenized.v1
translator:
  port: 8084
  calls: [tokenizer, inference]
  groups:
    scriptorium-translator: documents.tokenized.v1
{{- end }}

{{- define "scriptorium.labels" -}}
app.kubernetes.io/name: scriptorium
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end }}

{{- define "scriptorium.name" -}}
{{ printf "%s-%s" .root.Release.Name .service | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "scriptorium.claim" -}}
{{ .Values.storage.existingClaim | default (printf "%s-documents" .Release.Name) }}
{{- end }}
