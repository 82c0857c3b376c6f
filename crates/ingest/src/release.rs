//! Release metadata as a forge serves them: foreign data, read with care.

use contracts::runner::{ReleaseAsset, ReleaseMetadata};
use report::visible::visible_within;
use serde_json::{Map, Value};
use validator::read::{Format, Limits, read, typed};

/// What can be read of metadata bytes.
///
/// Metadata without `assets` is a release without assets.
///
/// # Errors
/// A sentence that says what came instead of release metadata.
pub fn metadata(bytes: &[u8], limits: &Limits) -> Result<ReleaseMetadata, String> {
    let mut document = read(bytes, Format::Json, limits);
    if let Some(Value::Object(members)) = &mut document.value {
        complete(members);
    }
    typed(&document).map_err(|error| {
        if looks_like_a_page(bytes) {
            "a web page came instead of release metadata (a login or proxy page?)".to_owned()
        } else {
            let why = error.to_string();
            format!("what came is no release metadata: {}", visible_within(&why, 200))
        }
    })
}

fn complete(members: &mut Map<String, Value>) {
    if members.contains_key("tag_name") && members.get("assets").is_none_or(Value::is_null) {
        members.insert("assets".to_owned(), Value::Array(Vec::new()));
    }
}

fn looks_like_a_page(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).first() == Some(&b'<')
}

/// The asset of that name, when its bytes are there.
///
/// # Errors
/// A sentence that says what the release has instead.
pub fn asset<'r>(release: &'r ReleaseMetadata, name: &str) -> Result<&'r ReleaseAsset, String> {
    let tag = visible_within(&release.tag_name, 100);
    let Some(asset) = release.asset(name) else {
        return Err(format!("release `{tag}` has no asset `{name}`; it has {}", names(release)));
    };
    if !asset.is_uploaded() {
        let state = visible_within(asset.state.as_deref().unwrap_or("open"), 40);
        return Err(format!(
            "the asset `{name}` of release `{tag}` is in state `{state}`: its upload is not finished"
        ));
    }
    if asset.source_url().is_none() {
        return Err(format!("the asset `{name}` of release `{tag}` has no address"));
    }
    Ok(asset)
}

fn names(release: &ReleaseMetadata) -> String {
    if release.assets.is_empty() {
        return "none at all".to_owned();
    }
    let shown: Vec<String> = release
        .assets
        .iter()
        .take(5)
        .map(|asset| format!("`{}`", visible_within(&asset.name, 60)))
        .collect();
    let more = release.assets.len().saturating_sub(shown.len());
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{rest}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ReleaseMetadata, String> {
        metadata(text.as_bytes(), &Limits::default())
    }

    #[test]
    fn the_least_that_local_fixtures_have_is_enough() {
        let release = read(
            r#"{"tag_name": "local-test", "more": 1, "assets":
                [{"name": "r.json", "browser_download_url": "file://__ROOT__/r.json"}]}"#,
        )
        .unwrap();
        assert_eq!(asset(&release, "r.json").unwrap().source_url(), Some("file://__ROOT__/r.json"));
    }

    #[test]
    fn a_release_without_assets_is_one() {
        for text in [r#"{"tag_name": "v1"}"#, r#"{"tag_name": "v1", "assets": null}"#] {
            let release = read(text).unwrap();
            assert!(asset(&release, "r.json").unwrap_err().contains("none at all"));
        }
    }

    #[test]
    fn an_open_asset_is_not_there_yet() {
        let release = read(
            r#"{"tag_name": "v1", "assets": [{"name": "r.json", "url": "u", "state": "open"}]}"#,
        )
        .unwrap();
        assert!(asset(&release, "r.json").unwrap_err().contains("not finished"));
    }

    #[test]
    fn anything_else_is_said_for_what_it_is() {
        assert!(read("\n<!doctype html><html>").unwrap_err().contains("web page"));
        for text in ["", "{", "[]", "{}", r#"{"tag_name": 1, "assets": []}"#, "\u{0}"] {
            assert!(read(text).unwrap_err().contains("no release metadata"), "{text}");
        }
    }

    #[test]
    fn hostile_names_are_bounded_and_visible() {
        let name = format!("\\u202e{}", "x".repeat(10_000));
        let text = format!(r#"{{"tag_name": "{name}", "assets": [{{"name": "{name}"}}]}}"#);
        let why = asset(&read(&text).unwrap(), "r.json").unwrap_err();
        assert!(why.len() < 600 && !why.contains('\u{202e}'), "{why}");
    }
}
