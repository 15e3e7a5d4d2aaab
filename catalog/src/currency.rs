//! The currencies there are, as people write them in a table.

use understand::Currency;

/// ISO 4217 codes of money that people pay with.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP \
BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

/// A currency by its code or its sign.
pub(crate) fn read(text: &str) -> Option<Currency> {
    let word = understand::fold(text.trim().trim_end_matches('.'));
    let code = match word.as_str() {
        "₽" | "р" | "руб" | "рублей" | "rur" => "RUB",
        "₴" | "грн" | "гривень" | "гривен" => "UAH",
        "$" => "USD",
        "€" | "евро" | "євро" => "EUR",
        "£" => "GBP",
        "₸" | "тг" | "тенге" => "KZT",
        "zł" => "PLN",
        code => code,
    };
    let code = code.to_ascii_uppercase();
    let known = code.len() == 3 && CODES.split(' ').any(|known| known == code);
    known.then(|| Currency::parse(&code))?
}
