//! The text of the contract, for those who generate bindings from it.

/// The files of the WIT package, by name, as they lie in `wit/`.
pub const FILES: [(&str, &str); 5] = [
    ("checker.wit", include_str!("../wit/checker.wit")),
    ("evidence.wit", include_str!("../wit/evidence.wit")),
    ("log.wit", include_str!("../wit/log.wit")),
    ("plugin.wit", include_str!("../wit/plugin.wit")),
    ("types.wit", include_str!("../wit/types.wit")),
];

/// The world that a plugin is built for.
pub const WORLD: &str = "plugin";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_package_is_there() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("wit");
        let mut names: Vec<String> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, FILES.map(|(name, _)| name));
    }
}
