//! `torg graph`: a script as a picture.

use super::{Exit, lang, show};
use crate::release::build;
use crate::shop::ShopFiles;
use anstream::print;
use clap::Args;
use dsl::draw::Chart;
use engine::Graph;
use std::path::{Path, PathBuf};
use understand::Lang;

/// Draws a script: states, buyers' choices, timers, people, the way to the goal.
#[derive(Args)]
pub(super) struct Draw {
    /// The flow: its name, or its .flow file
    flow: String,
    /// The shop's folder; a .flow file knows its own
    dir: Option<PathBuf>,
    /// The file to write: .svg a picture, .mmd Mermaid, .json for tools; without it, SVG to the output
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// The language of the picture: ru, uk or en; without it, the flow's first
    #[arg(long, value_parser = lang)]
    lang: Option<Lang>,
}

impl Draw {
    pub(super) fn run(self) -> Exit {
        let form = match Form::of(self.output.as_deref()) {
            Ok(form) => form,
            Err(why) => return Exit::Failed(why),
        };
        let (folder, name) = match place(&self.flow, self.dir) {
            Ok(place) => place,
            Err(why) => return Exit::Failed(why),
        };
        let graph = match graph(&folder) {
            Ok(graph) => graph,
            Err(exit) => return exit,
        };
        let Some(chart) = Chart::read(&graph, &name, self.lang) else {
            let known: Vec<String> = graph
                .flows
                .iter()
                .map(|flow| format!("`{}`", flow.name))
                .collect();
            return Exit::Failed(format!(
                "no flow is called `{name}`; this shop has {}",
                known.join(", ")
            ));
        };
        let drawn = match form {
            Form::Svg => chart.svg(),
            Form::Mermaid => chart.mermaid(),
            Form::Json => chart.json() + "\n",
        };
        match self.output {
            None => print!("{drawn}"),
            Some(path) => {
                if let Err(error) = std::fs::write(&path, drawn) {
                    return Exit::Failed(format!(
                        "`{}` cannot be written: {error}",
                        path.display()
                    ));
                }
            }
        }
        Exit::Fine
    }
}

/// What is written.
enum Form {
    Svg,
    Mermaid,
    Json,
}

impl Form {
    fn of(output: Option<&Path>) -> Result<Form, String> {
        let Some(path) = output else {
            return Ok(Form::Svg);
        };
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("svg") => Ok(Form::Svg),
            Some("mmd") => Ok(Form::Mermaid),
            Some("json") => Ok(Form::Json),
            _ => Err(format!(
                "`{}` ends in none of .svg, .mmd and .json",
                path.display()
            )),
        }
    }
}

/// The shop folder and the name of a flow.
fn place(flow: &str, dir: Option<PathBuf>) -> Result<(PathBuf, String), String> {
    let path = Path::new(flow);
    if path.extension().is_none_or(|ending| ending != "flow") {
        return Ok((dir.unwrap_or_else(|| PathBuf::from(".")), flow.to_owned()));
    }
    let name = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    if let Some(dir) = dir {
        return Ok((dir, name));
    }
    let whole =
        std::path::absolute(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    match whole.parent().and_then(Path::parent) {
        Some(folder) if folder.join("shop.toml").is_file() => Ok((folder.to_owned(), name)),
        _ => Err(format!(
            "`{flow}` is in no shop: a flow stands in the folder flows/ beside a shop.toml"
        )),
    }
}

/// The checked scripts of a shop; what is wrong with them is told.
fn graph(folder: &Path) -> Result<Graph, Exit> {
    let files = ShopFiles::read(folder).map_err(Exit::failed)?;
    let built = build(&files).map_err(Exit::failed)?;
    match built.release {
        Some(release) => Ok(release.graph),
        None => {
            show::note(built.report.render(None, show::is_colored()).trim_end());
            Err(Exit::Mistake)
        }
    }
}
