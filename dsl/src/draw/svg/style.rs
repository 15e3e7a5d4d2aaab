//! Colours and letters. Each kind differs in shape, line or sign as well.

/// The style sheet of every picture.
pub(super) const STYLE: &str = "<style>
text{font-family:system-ui,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"Liberation Sans\",\"DejaVu Sans\",sans-serif;fill:#1b2330}
.page,.ground{fill:#fff}
.name{font-size:22px;font-weight:700}
.goal{font-size:14px;fill:#4c586b}
.title{font-size:14px;font-weight:700;text-anchor:middle}
.says{font-size:12px;text-anchor:middle;fill:#333e4f}
.choices{font-size:11px;text-anchor:middle;fill:#1d55b8}
.label{font-size:11.5px;fill:#333e4f}
.label.strong{font-weight:700;fill:#1b2330}
.key{font-size:12px;fill:#4c586b}
.choices.faint,.label.faint{fill:#5d687a}
.state,.subflow,.person,.won,.lost,.postponed,.returned,.anywhere{stroke-width:1.4}
.strong{stroke-width:2.6}
.state{fill:#f1f6ff;stroke:#4676c8}
.subflow{fill:#f5f0ff;stroke:#7a52c0}
.inner{fill:none;stroke-width:1}
.person{fill:#fff4df;stroke:#b8720a}
.won{fill:#e2f6e8;stroke:#1f8043}
.lost{fill:#fdeaea;stroke:#c03a3a}
.postponed{fill:#f0f1f4;stroke:#6b7688}
.returned{fill:#e6f6f6;stroke:#1d7c85}
.anywhere{fill:#f7f7f2;stroke:#6f6a52}
.edge{fill:none;stroke:#6f6a52;stroke-width:5}
.jump{stroke-width:1.2}
.line{fill:none;stroke:#75819a;stroke-width:1.4}
.thin{stroke:#8793a6;stroke-width:1}
.silence{stroke:#75819a;stroke-dasharray:5 4}
.line.happy{stroke:#1f8043;stroke-width:3.2}
.tip{fill:#75819a}
.tip.happy,.dot{fill:#1f8043}
.button{fill:none;stroke:#4676c8;stroke-width:1.1}
.cause,.sign,.returns{stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.cause,.sign,.returns,.sign.state,.sign.subflow,.sign.person,.sign.won,.sign.lost,.sign.postponed,.sign.returned,.sign.anywhere{fill:none}
.cause,.returns,.sign.lock{stroke:#6b7688}
.sign{stroke-width:1.8}
.choice{stroke:#2f62ba}
.trigger{stroke:#9a5a00}
.clock{stroke:#6b7688}
.outcome{stroke:#7a52c0}
@media (prefers-color-scheme:dark){
text{fill:#e8ecf3}
.page,.ground{fill:#14181f}
.goal,.key{fill:#a9b3c4}
.says,.label{fill:#c9d1dd}
.label.strong{fill:#fff}
.choices{fill:#8fb6ff}
.choices.faint,.label.faint{fill:#9aa5b6}
.state{fill:#1b2740;stroke:#6d9bea}
.subflow{fill:#271f3d;stroke:#a98be6}
.inner{fill:none}
.person{fill:#372a12;stroke:#e0a040}
.won{fill:#143322;stroke:#4fc07a}
.lost{fill:#3b1c1f;stroke:#e87878}
.postponed{fill:#232831;stroke:#97a2b5}
.returned{fill:#123034;stroke:#54b7c0}
.anywhere{fill:#26251e;stroke:#b3ac8a}
.edge{stroke:#b3ac8a}
.line,.silence{stroke:#8a96ab}
.thin{stroke:#6a768c}
.line.happy{stroke:#4fc07a}
.tip{fill:#8a96ab}
.tip.happy,.dot{fill:#4fc07a}
.button,.choice{stroke:#6d9bea}
.cause,.returns,.sign.lock,.clock{stroke:#97a2b5}
.trigger{stroke:#e0a040}
.outcome{stroke:#a98be6}
.choice{stroke:#8fb6ff}
}
</style>
";
