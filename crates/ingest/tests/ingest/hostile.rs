//! Everything that is shown is hostile text: names of releases, assets, commands, moved addresses.
use std::fs;
use std::sync::Arc;

use ingest::pace::Stop;
use ingest::publish::{Targets, publish};
use ingest::render::summary;
use serde_json::json;
use validator::judge::Judge;

use crate::support::forge::Reply;
use crate::support::lanes::{NOW, Setup, registry_of, release, report, row, text};
use crate::support::parts::Parts;

fn hostile() -> String {
    let tricks = "a|b`c`</td></style><script>alert(1)</script><img src=x onerror=alert(1)>\
        \u{1b}[31m\r\n\u{0}\u{202e}gpj.exe\u{2066}\u{200b}[x](javascript:alert(1)) @everyone {{ 7*7 }}\
        {% raw %} &amp; \"'><!-- -->";
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
