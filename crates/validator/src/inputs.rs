//! From the paths that a user names to the inputs that are judged.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::read::Format;

/// One input, or why there is none at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
    /// A path that names nothing readable; why.
    Missing(PathBuf, String),
}

/// Every input behind the paths, folders walked in a fixed order. A folder contributes the files
/// whose name tells a format; links inside it are not followed. A file that is named is taken
/// whatever its name.
#[must_use]
pub fn expand(paths: &[PathBuf]) -> Vec<Input> {
    paths.iter().flat_map(|path| behind(path)).collect()
}

fn behind(path: &Path) -> Vec<Input> {
    if path.as_os_str() == "-" {
        return vec![Input::Standard];
    }
    match std::fs::metadata(path) {
        Err(error) => vec![Input::Missing(path.to_path_buf(), error.to_string())],
        Ok(found) if found.is_dir() => walk(path),
        Ok(_) => vec![Input::File(path.to_path_buf())],
    }
}

fn walk(folder: &Path) -> Vec<Input> {
    // What stands in one folder differs in its name alone: whole paths compare as the names do.
    let by_name = |one: &walkdir::DirEntry, other: &walkdir::DirEntry| {
        one.path().as_os_str().cmp(other.path().as_os_str())
    };
    let entries = WalkDir::new(folder).sort_by(by_name).into_iter();
    let input = |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_file() => {
            let name = entry.file_name().to_string_lossy();
            Format::of_name(&name).map(|_| Input::File(entry.into_path()))
        }
        Ok(_) => None,
        Err(error) => {
            let path = error.path().unwrap_or(folder).to_path_buf();
            Some(Input::Missing(path, error.to_string()))
        }
    };
    entries.filter_map(input).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_by_the_names_in_each_of_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b/2.json", "b/10.json", "b.json", "b-c/1.json", "a.yaml", "b/sub/x.json", "no"]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "{}").unwrap();
        }
        let found = expand(&[folder.path().to_path_buf()]);
        let names: Vec<String> = found
            .iter()
            .map(|input| match input {
                Input::File(path) => {
                    path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned()
                }
                other => panic!("{other:?}"),
            })
            .collect();
        let by_name: Vec<_> =
            WalkDir::new(folder.path()).sort_by_file_name().into_iter().flatten().collect();
        let expected: Vec<String> = by_name
            .iter()
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != "no")
            .map(|entry| {
                entry.path().strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned()
            })
            .collect();
        assert_eq!(names, expected);
        assert_eq!(names.len(), 6);
    }
}
