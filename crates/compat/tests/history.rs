#![allow(clippy::unwrap_used, clippy::expect_used)]
//! Histories: what the cells of our own contracts say, and what a page does with hostile text.

use compat::World;
use compat::history::{SemanticBook, history, html, markdown, text};
use contracts::toolkit::{CompatHistory, HistoryState, Tool};
use serde_json::{Value, json};
use validator::judge::Judge;

fn of(id: &str, world: World) -> CompatHistory<Value> {
    let contract = catalog::contracts::find(id).unwrap();
    let tool = Tool { name: "test".to_owned(), version: "1".to_owned() };
    history(contract, world, &SemanticBook::embedded().unwrap(), &Judge::new(), tool).unwrap()
}

fn state(history: &CompatHistory<Value>, reader: &str, writer: &str) -> HistoryState {
    let ends = |name: &str, revision: &str| name.ends_with(&format!("@v0.{revision}"));
    let cell = history.cells.iter().find(|c| ends(&c.reader, reader) && ends(&c.writer, writer));
    cell.unwrap().state
}

#[test]
fn a_hundred_cells_tell_who_misreads_whom() {
    let history = of("kanade/command", World::EmittedOnly);
    assert_eq!((history.versions.len(), history.cells.len()), (10, 100));
    assert_eq!(history.counts.unknown, 0);
    for (reader, writer, expected) in [
        ("i246", "0.43", HistoryState::Semantic),
        ("0.43", "i246", HistoryState::Compatible),
        ("0.26", "0.29", HistoryState::Semantic),
        ("0.29", "0.26", HistoryState::Compatible),
        ("0.29", "i246", HistoryState::Compatible),
        ("i418p4", "base", HistoryState::Compatible),
    ] {
        assert_eq!(state(&history, reader, writer), expected, "{reader} reads {writer}");
    }
    let silent = |id: &str, refused: bool| {
        let all = history.cells.iter().flat_map(|cell| &cell.semantic);
        all.filter(|this| this.id == id).all(|this| this.refused_by_schema == refused)
    };
    assert!(silent("script-object-runs-as-empty-script", true));
    assert!(silent("execution-lost-under-its-new-name", false));
}

#[test]
fn every_red_cell_has_a_witness_that_its_writer_writes_and_its_reader_refuses() {
    let judge = Judge::new();
    for id in ["kanade/command", "runner/execution-certificate", "runner/certification-registry"] {
        for world in [World::EmittedOnly, World::Open] {
            for cell in of(id, world).cells {
                let engine =
                    |name: &str| judge.engine(&catalog::Reference::parse(name).unwrap()).unwrap();
                for cause in &cell.schema.findings {
                    assert!(engine(&cell.writer).is_valid(&cause.witness), "{}", cause.witness);
                    assert!(!engine(&cell.reader).is_valid(&cause.witness), "{}", cause.witness);
                }
            }
        }
    }
}

/// A history whose every text is hostile.
fn hostile() -> CompatHistory<Value> {
    let mut history = of("runner/execution-certificate", World::EmittedOnly);
    let evil = "<script>alert(1)</script>\u{1b}[31m\u{202e}\"'`|\n# x".to_owned();
    history.contract.clone_from(&evil);
    history.tool.name.clone_from(&evil);
    for version in &mut history.versions {
        version.push_str(&evil);
    }
    for cell in &mut history.cells {
        cell.reader.push_str(&evil);
        cell.writer.push_str(&evil);
        for cause in &mut cell.schema.findings {
            cause.message.clone_from(&evil);
            cause.remedy.clone_from(&evil);
            cause.witness = json!({ evil.clone(): evil });
        }
    }
    history
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let history = hostile();
    let page = html(&history).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    let mut plain = Vec::new();
    text(&history, &mut plain).unwrap();
    let mut marked = Vec::new();
    markdown(&history, &mut marked).unwrap();
    for form in [page, String::from_utf8(plain).unwrap(), String::from_utf8(marked).unwrap()] {
        assert!(!form.contains(['\u{1b}', '\u{202e}']), "{form}");
        assert!(!form.contains("\n# x"), "{form}");
    }
}

#[test]
fn the_page_asks_nobody_and_leads_every_red_cell_to_its_cause() {
    let history = of("kanade/command", World::EmittedOnly);
    let page = html(&history).unwrap();
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    for outside in ["http:", "https:", "<script", "<link", "<img", "url(", "@import", " on"] {
        let found = page.match_indices(outside).any(|(at, _)| {
            // Prose may say " on"; an attribute of that name is written ` onx=`.
            outside != " on" || page[at..].split([' ', '>']).nth(1).is_some_and(|w| w.contains('='))
        });
        assert!(!found, "{outside}");
    }
    let red = history.cells.iter().filter(|c| c.state != HistoryState::Compatible).count();
    assert_eq!(page.matches("href=\"#cause-").count(), red);
    for number in 1.. {
        if !page.contains(&format!("href=\"#cause-{number}\"")) {
            assert!(number > 1);
            break;
        }
        assert!(page.contains(&format!("id=\"cause-{number}\"")));
    }
    // States are told by word, by shape and by colour.
    assert!(
        page.contains("misreads<span class=\"unseen\">")
            && page.contains("class=\"sign semantic\"")
    );
}
