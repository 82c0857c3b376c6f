//! Names, messages and paths that want to be more than text.

use report::Format;
use report::visible::is_hostile;

use crate::{rendered, sample};

#[test]
fn no_format_writes_a_character_that_acts() {
    let report = sample::hostile();
    for format in Format::ALL {
        let text = rendered(format, &report);
        let found = text.chars().find(|c| *c != '\n' && is_hostile(*c));
        assert_eq!(found, None, "{format}");
    }
}

#[test]
fn a_long_name_is_cut_where_people_read() {
    let report = sample::hostile();
    for format in [Format::Text, Format::Github, Format::Junit, Format::Markdown, Format::Html] {
        let text = rendered(format, &report);
        let longest = text.split(|c| c != 'x').map(str::len).max().unwrap_or(0);
        let allowed = if format == Format::Github { 10_000 } else { 4_096 };
        assert!(longest <= allowed, "{format}: {longest}");
    }
}

#[test]
fn every_line_for_workflows_is_one_command() {
    let text = rendered(Format::Github, &sample::hostile());
    let lines: Vec<&str> = text.lines().collect();
    let (summary, commands) = lines.split_last().expect("a summary");
    assert!(summary.starts_with("8 documents, 1 accepted, 7 rejected"), "{summary}");
    for command in commands {
        assert!(command.starts_with("::error file="), "{command}");
        let (properties, _) = command[2..].split_once("::").expect("an end of the properties");
        let names: Vec<&str> =
            properties[6..].split(',').filter_map(|p| p.split('=').next()).collect();
        assert!(
            names == ["file", "line", "col", "title"] || names == ["file", "title"],
            "{properties}"
        );
    }
}

#[test]
fn a_table_row_keeps_its_three_cells() {
    let text = rendered(Format::Markdown, &sample::hostile());
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| error")).collect();
    assert!(rows.len() > 10);
    for row in rows {
        assert_eq!(row.matches('|').count(), 4, "{row}");
        assert!(!row.contains("<script") && !row.contains("@every"), "{row}");
    }
    assert!(text.chars().count() < 65_536);
}

#[test]
fn the_page_holds_no_markup_of_the_documents() {
    let text = rendered(Format::Html, &sample::hostile());
    assert!(!text.contains("<script") && !text.contains("<!-- ]]"), "markup got through");
    assert!(text.contains("default-src &#x27;none&#x27;") || text.contains("default-src 'none'"));
}
