//! Everything that is shown is hostile text: names of releases, assets, commands, moved addresses.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use contracts::runner::StatusMatrix;
use ingest::gate::{GateOptions, gate};
use ingest::made::Made;
use ingest::pace::Stop;
use ingest::publish::{Targets, publish};
use ingest::render::{summary, verdict};
use roxmltree::{Document, ParsingOptions};
use serde_json::json;
use validator::judge::Judge;

use crate::support::forge::{Reply, Request};
use crate::support::lanes::{NOW, Setup, base, forge, registry_of, release, report, row, text};
use crate::support::parts::Parts;

fn hostile() -> String {
    let tricks = "a|b`c`</td></style><script>alert(1)</script><img src=x onerror=alert(1)>\
        \u{1b}[31m\r\n\u{0}\u{202e}gpj.exe\u{2066}\u{200b}[x](javascript:alert(1)) @everyone {{ 7*7 }}\
        {% raw %} &amp; \"'><!-- --> ##[add-mask]x\n::stop-commands::y\u{feff}";
    format!("{tricks}{}", "x".repeat(10_000))
}

/// A lane whose release and report are as hostile as they can be and still be accepted.
fn source() -> Parts {
    Parts::new(|part| match part {
        "release" => {
            let mut metadata = release("https://forge.example.com");
            metadata["tag_name"] = json!(hostile());
            metadata["name"] = json!(hostile());
            metadata["html_url"] = json!("javascript:alert(1)");
            metadata["assets"][0]["browser_download_url"] =
                json!("https://forge.example.com/\"><script>alert(1)</script>?sig=secret");
            Reply::ok(text(&metadata))
        }
        _ => {
            let mut document = report("rust");
            document["release_version"] = json!(hostile());
            document["overall_status"] = json!("fail");
            document["command_results"][0]["command"] = json!(hostile());
            document["command_results"][0]["status"] = json!("fail");
            document["command_results"][0]["exit_code"] = json!(1);
            Reply::ok(text(&document))
        }
    })
}

#[test]
fn nothing_hostile_reaches_any_output_as_anything_but_text() {
    let setup = Setup::from(Arc::new(source()), Stop::default());
    let url = "https://forge.example.com/releases/latest";
    let made = setup.run(&setup.registry(&registry_of(&[row("rust", "required", "active", url)])));
    assert_eq!(made.matrix.matrix_rows[0].failure_class, None, "{made:?}");

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let targets = Targets {
        json: at("m.json"),
        markdown: at("m.md"),
        html: Some(at("m.html")),
        log: at("l.json"),
        badges: Some(at("badges")),
        ..Targets::default()
    };
    publish(&made, NOW.parse().unwrap(), &targets, None, &Judge::new());
    let page = fs::read_to_string(at("m.html")).unwrap();
    let markdown = fs::read_to_string(at("m.md")).unwrap();
    assert_tame(&page, &markdown);
    let table = summary::table(&made.matrix);
    for text in [&page, &markdown, &table, &fs::read_to_string(at("badges/rust.svg")).unwrap()] {
        let acted_on = text.chars().find(|c| report::visible::is_hostile(*c) && *c != '\n');
        assert_eq!(acted_on, None);
        assert!(text.len() < 100_000, "bounded");
    }
    for line in table.lines() {
        assert!(line.chars().count() < 400);
    }
}

fn assert_tame(page: &str, markdown: &str) {
    for bad in
        ["<script", "<img", "onerror=alert(1)>", "49", "href=\"javascript", "secret", "</style></"]
    {
        let body = page.split_once("</style>").unwrap().1;
        assert!(!body.contains(bad), "page: {bad}");
    }
    for bad in ["<script", "<img", "](javascript", "secret", "@everyone"] {
        assert!(!markdown.contains(bad), "markdown: {bad}");
    }
    let cells = markdown.lines().find(|line| line.contains("rust")).unwrap();
    assert_eq!(cells.matches('|').count(), 10, "{cells}");
}

/// Lanes each of which fails in a way that quotes what somebody else wrote.
fn quoting(request: &Request) -> Option<Reply> {
    let (lane, rest) = request.path.trim_start_matches('/').split_once('/')?;
    let base = base(request);
    let mut metadata = release(&base);
    metadata["tag_name"] = json!(hostile());
    metadata["html_url"] = json!(format!("https://forge.example.com/{}", hostile()));
    metadata["assets"][0]["url"] = json!(format!("{base}/{lane}/asset"));
    Some(match (lane, rest) {
        ("refused", _) => Reply::status(403, &json!({"message": hostile()}).to_string()),
        ("unasked", _) => Reply::status(418, &json!({"message": hostile()}).to_string()),
        ("moved", _) => {
            let target = "https://<script>alert(1)</script>/`|@everyone?token=secret";
            Reply::redirect(301, target)
        }
        ("encoded", _) => Reply::ok("x").with("content-encoding", "<script>alert(1)</script>|`"),
        ("renamed", "latest") => {
            metadata["assets"][0]["name"] = json!(hostile());
            Reply::ok(text(&metadata))
        }
        ("opened", "latest") => {
            metadata["assets"][0]["state"] = json!(hostile());
            Reply::ok(text(&metadata))
        }
        ("typed", "latest") => Reply::ok(json!({"tag_name": [hostile()]}).to_string()),
        (_, "latest") => Reply::ok(text(&metadata)),
        ("invalid", _) => {
            let mut document = report("invalid");
            document["overall_status"] = json!(hostile());
            document["command_results"][0]["command"] = json!("");
            document[hostile()] = json!(1);
            Reply::ok(text(&document))
        }
        ("foreign", _) => {
            let mut document = report(&hostile());
            document["commit_sha"] = json!("1".repeat(40));
            Reply::ok(text(&document))
        }
        _ => Reply::ok(hostile()),
    })
}

const QUOTING: [&str; 10] = [
    "refused", "unasked", "moved", "encoded", "renamed", "opened", "typed", "invalid", "foreign",
    "garbage",
];

#[test]
fn what_failures_quote_is_text_in_every_output() {
    let forge = forge(quoting);
    let root = tempfile::tempdir().unwrap();
    let setup = Setup::over(&[&forge.origin()], root.path());
    let rows: Vec<_> = QUOTING
        .iter()
        .map(|id| {
            let mut row = row(id, "required", "active", &forge.url(&format!("/{id}/latest")));
            row["entrypoints"]["implementation_repo"] = json!("a|b`<script>alert(1)</script>");
            row
        })
        .collect();
    let made = setup.run(&setup.registry(&registry_of(&rows)));
    let shown: Vec<_> =
        made.matrix.matrix_rows.iter().map(|row| (&row.runner_id, row.failure_class)).collect();
    assert!(shown.iter().all(|(_, class)| class.is_some()), "{shown:?}");
    assert_eq!(shown.len(), QUOTING.len());

    let mut old = made.matrix.clone();
    for row in &mut old.matrix_rows {
        if let Some(source) = &mut row.status_source {
            source.release_version = format!("{}{}", hostile(), row.runner_id);
        }
    }
    let outputs = outputs(&made, old);
    for (name, text) in &outputs {
        let acted_on = text.chars().find(|c| report::visible::is_hostile(*c) && *c != '\n');
        assert_eq!(acted_on, None, "{name}");
        assert!(text.len() < 300_000, "{name} is bounded");
        assert!(!text.contains("secret"), "{name}");
    }
    assert_only_known_elements(&outputs["matrix.html"]);
    for line in outputs["matrix.md"].lines().filter(|line| line.starts_with("| ✖")) {
        assert_eq!(line.matches('|').count(), 10, "{line}");
        assert!(!line.contains('`') && !line.contains("<script") && !line.contains("@every"));
    }
    for line in outputs["table"].lines().chain(outputs["gate"].lines()) {
        assert!(line.chars().count() < 1_200 && !line.contains("##["), "{line}");
    }
}

/// Everything that shows a matrix to people, by name; the difference to an older one included.
fn outputs(made: &Made, old: StatusMatrix) -> BTreeMap<&'static str, String> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let targets = Targets {
        json: at("matrix.json"),
        markdown: at("matrix.md"),
        html: Some(at("matrix.html")),
        log: at("log.json"),
        step_summary: Some(at("summary.md")),
        ..Targets::default()
    };
    let published = publish(made, NOW.parse().unwrap(), &targets, Some(old), &Judge::new());
    assert!(published.errors.is_empty(), "{published:?}");
    let names = ["matrix.md", "matrix.html", "summary.md"];
    let mut outputs: BTreeMap<_, _> =
        names.iter().map(|name| (*name, fs::read_to_string(at(name)).unwrap())).collect();
    outputs.insert("table", summary::table(&made.matrix));
    let options = GateOptions { now: NOW.parse().unwrap(), max_age_hours: None };
    let verdict = gate(&fs::read(at("matrix.json")).unwrap(), None, &Judge::new(), options);
    assert!(verdict.refusals.is_empty(), "{verdict:?}");
    outputs.insert("gate", verdict::message(&verdict));
    outputs
}

/// The elements that the page is made of, whatever it shows.
const KNOWN: &str = "a bdi body caption circle code dd details div dl dt fieldset footer form h1 h2 \
    head header html input label legend li main meta p path rect section span strong style summary \
    svg table tbody td th thead time title tr ul";

fn assert_only_known_elements(page: &str) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(page, options).unwrap();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(KNOWN.split(' ').any(|known| known == name), "{name}");
    }
}
