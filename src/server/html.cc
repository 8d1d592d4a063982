#include "server/html.h"

namespace luoshi::server {
namespace {

constexpr std::string_view kStyle = R"(
:root{--ink:#1d2733;--soft:#5b6775;--line:#d8dee6;--paper:#fff;--back:#f4f6f8;--blue:#1f5fa8;
--good:#1b7f4b;--warn:#b25e00;--bad:#b3261e}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);
font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
header,main,footer{max-width:1160px;margin:0 auto;padding:0 16px}
header{padding-top:20px}
h1{font-size:24px;line-height:1.3;margin:0}
h2{font-size:18px;margin:0 0 10px}
p{margin:6px 0}
a{color:var(--blue);text-decoration:none}
a:hover,a:focus{text-decoration:underline}
.mark{display:inline-block;font-size:13px;font-weight:400;color:var(--bad);border:1px solid var(--bad);
border-radius:3px;padding:0 6px;margin-left:8px;vertical-align:4px;white-space:nowrap}
.soft{color:var(--soft);font-size:14px}
section{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px;
margin:16px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid var(--line);padding:8px;text-align:left;vertical-align:top}
th{color:var(--soft);font-weight:500;font-size:14px;white-space:nowrap}
tbody tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.s{white-space:nowrap}
.on_track{color:var(--good)}.behind{color:var(--warn)}.overdue{color:var(--bad)}
.not_rated{color:var(--soft)}
.overdue,.behind{font-weight:600}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:12px 0 0}
label{display:inline-flex;flex-wrap:wrap;gap:6px;align-items:center;color:var(--soft);font-size:14px}
input,select,button{font:inherit;font-size:15px;padding:4px 8px;border:1px solid #aab4c0;
border-radius:4px;background:#fff;color:var(--ink);max-width:100%}
button{background:var(--blue);border-color:var(--blue);color:#fff;padding:4px 16px}
ul.files{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:8px 24px}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code{font:13px/1.5 ui-monospace,Consolas,"Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere}
.big{font-size:28px;font-weight:600;line-height:1.3}
footer{padding-bottom:32px}
@media(max-width:640px){
h1{font-size:20px}section{padding:12px;margin:12px 0}
.scroll{overflow-x:visible}
table,tbody,tr,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border-bottom:1px solid var(--line);padding:8px 0}
tbody tr:last-child{border-bottom:0}
td,td.n,td.s{border:0;padding:2px 0;text-align:right;white-space:normal;display:flex;
justify-content:space-between;gap:16px}
td::before{content:attr(data-label);color:var(--soft);font-size:14px;text-align:left;flex:none}
td.name{display:block;text-align:left;font-weight:600;padding-bottom:4px}
td.name::before{content:none}
td.name .soft{font-weight:400}
dl{grid-template-columns:1fr}dd{margin-bottom:6px}
}
@media print{
body{background:#fff;font-size:12px}
section{border:0;padding:0;break-inside:auto}
tr{break-inside:avoid}
form,.screen{display:none}
a{color:inherit}
thead{display:table-header-group}
}
)";

}  // namespace

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string EncodePart(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '_' || c == '-';
    const auto byte = static_cast<unsigned char>(c);
    out += plain ? std::string(1, c) : std::string{'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return out;
}

std::string Link(std::string_view address, std::string_view text) {
  return "<a href=\"" + Escape(address) + "\">" + Escape(text) + "</a>";
}

std::string Page(std::string_view title, std::string_view body) {
  std::string out =
      "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>";
  out += Escape(title);
  out += "</title><link rel=\"icon\" href=\"data:,\"><style>";
  out += kStyle;
  out += "</style></head><body>";
  out += body;
  out += "</body></html>\n";
  return out;
}

}  // namespace luoshi::server
