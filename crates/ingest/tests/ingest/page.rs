//! The page and the badges as a strict reader sees them: well-formed, self-contained, and every
//! reference inside it leads somewhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ingest::history::History;
use ingest::made::Made;
use ingest::pace::Stop;
use ingest::render::{badge, page};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::support::forge::Reply;
use crate::support::lanes::{Setup, registry_of, release, report, row, text};
use crate::support::parts::Parts;

const URL: &str = "https://forge.example.com/releases/latest";

fn made() -> Made {
    let source = Parts::new(|part| match part {
        "release" => Reply::ok(text(&release("https://forge.example.com"))),
        _ => {
            let mut document = report("rust");
            document["artifact_refs"][0].as_object_mut().unwrap().remove("sha256");
            Reply::ok(text(&document))
        }
    });
    let rows = [
        row("rust", "required", "active", URL),
        row("wasm", "required", "active", URL),
        row("php", "compatibility_non_blocking", "active", URL),
        row("node", "compatibility_non_blocking", "planned", URL),
    ];
    let setup = Setup::from(Arc::new(source), Stop::default());
    setup.run(&setup.registry(&registry_of(&rows)))
}

/// The page of that run, with a trend and a difference to a matrix of the day before.
fn html() -> String {
    let made = made();
    let mut old = made.matrix.clone();
    old.updated_at = "2026-01-09T00:00:00Z".into();
    old.matrix_rows.truncate(2);
    let mut history = History::default();
    history.add(&old);
    history.add(&made.matrix);
    let changes = ingest::changes::between(&old, &made.matrix);
    let changes = Some((old.updated_at.as_str(), changes.as_slice()));
    page::html(&made.matrix, &page::Beside { history: Some(&history), changes }).unwrap()
}

fn parse(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap()
}

fn elements<'d>(document: &'d Document<'d>, name: &str) -> Vec<Node<'d, 'd>> {
    document.descendants().filter(|node| node.has_tag_name(name)).collect()
}

#[test]
fn it_holds_nothing_that_acts_or_asks_outside() {
    let html = html();
    let document = parse(&html);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let acting =
            ["script", "img", "link", "iframe", "object", "embed", "base", "audio", "video"];
        assert!(!acting.contains(&name), "{name}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on"), "{name}");
            assert!(!["style", "src", "srcset", "action", "xlink:href"].contains(&name), "{name}");
            if name == "href" {
                assert!(value.starts_with('#') || value.starts_with("https://"), "{value}");
            }
        }
    }
    let style = elements(&document, "style")[0].text().unwrap();
    for asking in ["url(", "@import", "expression", "</"] {
        assert!(!style.contains(asking), "{asking}");
    }
}

#[test]
fn its_policy_allows_its_one_style_sheet_and_nothing_else() {
    let html = html();
    let document = parse(&html);
    let styles = elements(&document, "style");
    assert_eq!(styles.len(), 1);
    let digest = STANDARD.encode(Sha256::digest(styles[0].text().unwrap().as_bytes()));
    let metas = elements(&document, "meta");
    let policy = metas
        .iter()
        .find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"))
        .unwrap();
    assert_eq!(
        policy.attribute("content").unwrap(),
        format!(
            "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )
    );
    assert!(metas.iter().any(|meta| meta.attribute("content") == Some("no-referrer")));
}

#[test]
fn every_reference_inside_it_leads_somewhere_and_every_id_is_there_once() {
    let html = html();
    let document = parse(&html);
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let known: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id stands there twice");
    for node in document.descendants() {
        let inside = node.attribute("href").and_then(|href| href.strip_prefix('#'));
        for id in inside.iter().chain(&node.attribute("aria-labelledby")) {
            assert!(known.contains(id), "{id}");
        }
    }
    // The filters are style sheet and radio buttons: each selector names one that is there.
    let style = elements(&document, "style")[0].text().unwrap();
    let named: Vec<_> = style.split(":has(#").skip(1).filter_map(|s| s.split(':').next()).collect();
    assert!(named.len() >= 7, "{named:?}");
    for id in named {
        assert!(known.contains(id), "{id}");
    }
}

#[test]
fn filters_hide_by_attributes_that_the_rows_carry() {
    let html = html();
    let document = parse(&html);
    let style = elements(&document, "style")[0].text().unwrap();
    let rows: Vec<_> = elements(&document, "tr")
        .into_iter()
        .chain(elements(&document, "li"))
        .filter(|node| node.attribute("data-state").is_some())
        .collect();
    assert_eq!(rows.len(), 8, "a tile and a row a lane");
    for name in ["data-state", "data-class"] {
        let values: BTreeSet<_> = rows.iter().filter_map(|row| row.attribute(name)).collect();
        assert!(values.len() > 1, "{name}");
        for value in values {
            assert!(style.contains(&format!("[{name}=\"{value}\"]")), "{name} {value}");
        }
    }
}

#[test]
fn a_screen_reader_finds_its_way() {
    let html = html();
    let document = parse(&html);
    assert_eq!(document.root_element().attribute("lang"), Some("en"));
    assert_eq!(elements(&document, "h1").len(), 1);
    assert_eq!(elements(&document, "caption").len(), 1);
    let cells = elements(&document, "th");
    assert!(cells.iter().all(|cell| cell.attribute("scope").is_some()));
    for input in elements(&document, "input") {
        assert!(input.parent().is_some_and(|parent| parent.has_tag_name("label")));
    }
    for set in elements(&document, "fieldset") {
        assert!(set.first_element_child().is_some_and(|first| first.has_tag_name("legend")));
    }
    for drawing in document.descendants().filter(|node| node.tag_name().name() == "svg") {
        let told = drawing.attribute("aria-label").is_some();
        assert!(told || drawing.attribute("aria-hidden") == Some("true"));
    }
    // A state is told by its word, not by sign and colour alone.
    for state in document.descendants().filter(|node| {
        node.attribute("class").is_some_and(|class| class.split(' ').any(|name| name == "state"))
    }) {
        let words: String = state.descendants().filter_map(|node| node.text()).collect();
        assert!(!words.trim().is_empty());
    }
}

#[test]
fn it_is_made_for_the_dark_and_for_paper() {
    let html = html();
    for part in ["@media (prefers-color-scheme: dark)", "@media print", "color-scheme"] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn a_badge_is_a_small_picture_that_asks_nothing() {
    let made = made();
    for row in &made.matrix.matrix_rows {
        let svg = badge::svg(row).unwrap();
        let document = parse(&svg);
        assert!(document.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")));
        let label = document.root_element().attribute("aria-label").unwrap();
        assert!(label.starts_with(&row.runner_id), "{label}");
        for node in document.descendants().filter(Node::is_element) {
            assert!(["svg", "title", "rect", "g", "text"].contains(&node.tag_name().name()));
            let outside = |name: &str| name.starts_with("on") || name.contains("href");
            assert!(!node.attributes().any(|attribute| outside(attribute.name())));
        }
    }
}

#[test]
fn a_page_without_lanes_says_so() {
    let setup = Setup::from(Arc::new(Parts::new(|_| Reply::ok(""))), Stop::default());
    let made = setup.run(&setup.registry(json!([]).to_string().as_bytes()));
    let html = page::html(&made.matrix, &page::Beside::default()).unwrap();
    let document = parse(&html);
    assert!(elements(&document, "table").is_empty() && html.contains("No lane at all"));
}
