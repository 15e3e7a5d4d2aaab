//! `torg leads`: who wants what.

use super::{Exit, Folder, open};
use anstream::println;
use clap::Args;
use std::io::Write;
use store::Lead;

/// The columns of the table that tools read (DESIGN §7), in order.
const COLUMNS: [&str; 15] = [
    "id",
    "created_at",
    "updated_at",
    "status",
    "name",
    "username",
    "phone",
    "product",
    "amount",
    "currency",
    "channel",
    "dialogue",
    "link",
    "address",
    "note",
];

/// Lists leads.
#[derive(Args)]
pub(super) struct Leads {
    #[command(flatten)]
    folder: Folder,
    /// Print a table for spreadsheets: a header, then a row a lead
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print a line of JSON a lead
    #[arg(long)]
    json: bool,
}

impl Leads {
    pub(super) fn run(self) -> Exit {
        let window = match open::window(&self.folder.dir) {
            Ok(window) => window,
            Err(exit) => return exit,
        };
        let leads = match window.leads() {
            Ok(leads) => leads,
            Err(error) => return Exit::failed(error),
        };
        let told = if self.csv {
            csv(&leads)
        } else if self.json {
            json(&leads)
        } else {
            table(&leads);
            Ok(())
        };
        told.map_or_else(Exit::Failed, |()| Exit::Fine)
    }
}

/// A lead's cells, in the order of [`COLUMNS`].
fn cells(lead: &Lead) -> [String; 15] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        lead.id.to_string(),
        lead.created_at.to_string(),
        lead.updated_at.to_string(),
        lead.status.as_str().to_owned(),
        text(&lead.name),
        text(&lead.username),
        lead.phone
            .clone()
            .or_else(|| lead.contact.clone())
            .unwrap_or_default(),
        lead.product
            .as_ref()
            .map(|product| product.name.clone())
            .unwrap_or_default(),
        lead.amount
            .as_ref()
            .map(|amount| amount.amount.normalize().to_string())
            .unwrap_or_default(),
        lead.amount
            .as_ref()
            .map(|amount| amount.currency.clone())
            .unwrap_or_default(),
        lead.dialogue.chat.channel.to_string(),
        lead.dialogue.to_string(),
        lead.link
            .clone()
            .unwrap_or_else(|| format!("torg://dialogue/{}", lead.dialogue)),
        text(&lead.address),
        text(&lead.note),
    ]
}

fn csv(leads: &[Lead]) -> Result<(), String> {
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    let mut write = || -> Result<(), csv::Error> {
        writer.write_record(COLUMNS)?;
        for lead in leads {
            writer.write_record(cells(lead).map(harmless))?;
        }
        Ok(writer.flush()?)
    };
    write().map_err(|error| error.to_string())
}

/// A cell that a spreadsheet will not run as a formula: OWASP's rule for CSV injection puts an
/// apostrophe before `=`, `+`, `-`, `@`, tab and carriage return. A phone number is left as it is:
/// a plus and digits is no formula.
fn harmless(cell: String) -> String {
    let plain = cell
        .strip_prefix('+')
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !plain => format!("'{cell}"),
        _ => cell,
    }
}

fn json(leads: &[Lead]) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    for lead in leads {
        let object: serde_json::Map<String, serde_json::Value> = COLUMNS
            .iter()
            .zip(cells(lead))
            .map(|(column, cell)| ((*column).to_owned(), serde_json::Value::String(cell)))
            .collect();
        let line = serde_json::to_string(&object).map_err(|error| error.to_string())?;
        writeln!(out, "{line}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn table(leads: &[Lead]) {
    if leads.is_empty() {
        println!("no leads yet");
        return;
    }
    for lead in leads {
        let [
            id,
            created,
            _,
            status,
            name,
            username,
            phone,
            product,
            amount,
            currency,
            _,
            dialogue,
            ..,
        ] = cells(lead);
        let who = [name, username, phone]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let sum = if amount.is_empty() {
            String::new()
        } else {
            format!(" — {amount} {currency}")
        };
        println!("{id}  {status:<10} {who}: {product}{sum}");
        println!("    {created}  {dialogue}");
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_formula_in_a_name_stays_words() {
        for formula in ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1"] {
            assert!(harmless(formula.to_owned()).starts_with('\''), "{formula}");
        }
    }

    #[test]
    fn a_phone_stays_a_phone() {
        assert_eq!(harmless("+79215551234".to_owned()), "+79215551234");
        assert_eq!(harmless("Анна".to_owned()), "Анна");
    }
}
