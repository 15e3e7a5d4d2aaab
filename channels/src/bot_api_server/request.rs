//! How a call is read: JSON, a form with files, or nothing at all.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use serde_json::{Map, Value, json};

use super::check::{Refusal, bad_request};

/// What a method was called with.
#[derive(Default)]
pub(super) struct Params {
    values: Map<String, Value>,
    files: BTreeMap<String, File>,
}

/// A file that came with a call.
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

impl Params {
    /// Reads a request by its type of content.
    pub(super) async fn read(request: Request) -> Result<Params, Refusal> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        match kind
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
        {
            "application/json" => Params::from_json(request).await,
            "multipart/form-data" => Params::from_form(request).await,
            "" => Ok(Params::default()),
            other => Err(bad_request(&format!("unsupported content type {other}"))),
        }
    }

    async fn from_json(request: Request) -> Result<Params, Refusal> {
        let broken = || bad_request("can't parse JSON-encoded data");
        let bytes = Bytes::from_request(request, &())
            .await
            .map_err(|_| broken())?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(values)) => Ok(Params {
                values,
                files: BTreeMap::new(),
            }),
            Ok(Value::Null) => Ok(Params::default()),
            _ => Err(broken()),
        }
    }

    async fn from_form(request: Request) -> Result<Params, Refusal> {
        let broken = || bad_request("can't parse multipart form data");
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| broken())?;
        let mut params = Params::default();
        while let Some(field) = form.next_field().await.map_err(|_| broken())? {
            let key = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(name) => {
                    let bytes = field.bytes().await.map_err(|_| broken())?;
                    params.files.insert(key, File { name, bytes });
                }
                None => {
                    let text = field.text().await.map_err(|_| broken())?;
                    params.values.insert(key, Value::String(text));
                }
            }
        }
        Ok(params)
    }

    /// What was sent, for the record; a file by its name and size.
    pub(super) fn record(&self) -> Value {
        let files = self.files.iter().map(|(key, file)| {
            (
                key.clone(),
                json!({ "file_name": file.name, "bytes": file.bytes.len() }),
            )
        });
        Value::Object(self.values.clone().into_iter().chain(files).collect())
    }

    /// A text; empty where it is missing.
    pub(super) fn text(&self, key: &str) -> &str {
        self.values
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A whole number, written as a number or as text.
    pub(super) fn number(&self, key: &str) -> Option<i64> {
        let value = self.values.get(key)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// A structure, written as one or as JSON in a text.
    pub(super) fn structure(&self, key: &str) -> Result<Option<Value>, Refusal> {
        match self.values.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| bad_request(&format!("can't parse {key} JSON object"))),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The file that a parameter is, or that it names as `attach://…`.
    pub(super) fn file(&self, reference: &str) -> Option<&File> {
        self.files
            .get(reference.strip_prefix("attach://").unwrap_or(reference))
    }
}
