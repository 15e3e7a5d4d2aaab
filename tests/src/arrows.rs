//! Who may depend on whom. The drawing is in `ARCHITECTURE.md`; this is the same drawing as a table.

use crate::house;

/// A room and all the rooms it may lean on. `understand` is the floor: whoever stands on `engine` stands on it.
const ARROWS: &[(&str, &[&str])] = &[
    ("understand", &[]),
    ("engine", &["understand"]),
    ("catalog", &["understand"]),
    ("dsl", &["engine", "understand"]),
    ("scripting", &["engine", "catalog", "understand"]),
    ("store", &["engine", "understand"]),
    ("channels", &["engine", "understand"]),
    ("models", &["engine", "understand"]),
    // `scripting` for its tests alone: the steps that come with torg.
    ("lsp", &["dsl", "engine", "scripting", "understand"]),
    (
        "torg",
        &[
            "understand",
            "engine",
            "catalog",
            "dsl",
            "scripting",
            "store",
            "channels",
            "models",
            "lsp",
        ],
    ),
];

/// What is wrong with one arrow from a room to a room, in words for whoever drew it.
fn complaint(from: &str, to: &str) -> Option<String> {
    let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == from) else {
        return Some(format!(
            "the room `{from}` is not on the drawing: add it to ARCHITECTURE.md and to tests/src/arrows.rs"
        ));
    };
    if allowed.contains(&to) {
        return None;
    }
    let may = if allowed.is_empty() {
        "no other room".to_owned()
    } else {
        format!("`{}`", allowed.join("`, `"))
    };
    Some(format!(
        "`{from}` depends on `{to}`, but may lean on {may} only: move what it needs towards `engine`, or let `torg` join the two"
    ))
}

#[test]
fn rooms_depend_on_each_other_as_drawn() {
    let workspace = house::workspace();
    let mut complaints = Vec::new();
    for package in workspace
        .packages
        .iter()
        .filter(|package| !house::TOOLS.contains(&package.name.as_str()))
    {
        // A path means a room of ours, whatever kind of dependency it is: a test may not climb the wall
        // either. A room may name itself, to switch a feature on for its own tests.
        let ours = package
            .dependencies
            .iter()
            .filter(|to| to.path.is_some() && to.name != package.name.as_str());
        complaints.extend(ours.filter_map(|to| complaint(&package.name, &to.name)));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_drawn_room_is_built() {
    let rooms = house::rooms();
    for (room, _) in ARROWS {
        assert!(
            rooms.iter().any(|built| built == room),
            "`{room}` is drawn in tests/src/arrows.rs but not built"
        );
    }
}

#[test]
fn a_wrong_arrow_is_told_with_the_way_out() {
    let told = complaint("engine", "store").expect("the heart knows no store");
    assert!(
        told.contains("`engine` depends on `store`") && told.contains("`understand` only"),
        "{told}"
    );
    assert!(
        complaint("channels", "models").is_some(),
        "no edge depends on an edge"
    );
    assert!(complaint("attic", "engine").is_some_and(|told| told.contains("not on the drawing")));
    assert_eq!(complaint("torg", "channels"), None);
}
