#!/usr/bin/env python3
"""Writes the cases of cases.py through several independent programs into a folder.

  make_corpus.py OUT [--soffice PATH]

Beside each file NAME lies NAME.expect.json. Without LibreOffice what only it can write is left out,
and the last line says so.
"""

import argparse
import csv
import datetime
import html
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter, range_boundaries

import cases
import field  # noqa: F401  (adds its cases)
from cases import Date, Error, Formula, Num

SUFFIX = {"xlsx": "xlsx", "raw-xlsx": "xlsx", "styled-xlsx": "xlsx", "xls": "xls", "lo-xls": "xls",
          "ods": "ods", "html": "xls", "lo-html": "html", "xmlss": "xls", "csv": "csv", "csv-gb": "csv",
          "csv-u16": "csv", "csv-tab": "csv", "csv-semi": "csv"}
FORMAT = {"xlsx": "xlsx", "raw-xlsx": "xlsx", "styled-xlsx": "xlsx", "xls": "xls", "lo-xls": "xls",
          "ods": "ods", "html": "html", "lo-html": "html", "xmlss": "spreadsheetml"}


def shown(value):
    """A cell as a text file or a page has it."""
    if value is None:
        return ""
    if isinstance(value, Date):
        return value.day.isoformat()
    if isinstance(value, Formula):
        return str(value.cached)
    if isinstance(value, Error):
        return value.text
    if isinstance(value, Num):
        return str(value.value)
    return str(value)


def write_xlsx(case, path, styled=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in case.sheets:
        out = book.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                cell = out.cell(r, c)
                if isinstance(value, Date):
                    cell.value, cell.number_format = value.day, value.fmt
                elif isinstance(value, Num):
                    cell.value, cell.number_format = value.value, value.fmt
                elif isinstance(value, Formula):
                    cell.value = value.text
                elif isinstance(value, Error):
                    cell.value, cell.data_type = value.text, "e"
                elif value == "" and styled:
                    cell.border = openpyxl.styles.Border(bottom=openpyxl.styles.Side(style="thin"))
                elif value not in (None, ""):
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
        for merged in sheet.merges:
            out.merge_cells(merged)
        for row in sheet.hidden_rows:
            out.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            out.column_dimensions[column].hidden = True
        if sheet.hidden:
            out.sheet_state = "hidden"
    book.save(path)


def write_raw_xlsx(case, path):
    """By hand: formulas with the values that Excel saves beside them."""
    formats = []
    sheets = []
    for sheet in case.sheets:
        rows = []
        for r, row in enumerate(sheet.rows, 1):
            cells = []
            for c, value in enumerate(row, 1):
                at = f"{get_column_letter(c)}{r}"
                if value is None:
                    continue
                if isinstance(value, Formula):
                    cells.append(f'<c r="{at}"><f>{html.escape(value.text[1:])}</f><v>{value.cached}</v></c>')
                elif isinstance(value, Error):
                    cells.append(f'<c r="{at}" t="e"><f>1/0</f><v>{value.text}</v></c>')
                elif isinstance(value, Num):
                    if value.fmt not in formats:
                        formats.append(value.fmt)
                    cells.append(f'<c r="{at}" s="{formats.index(value.fmt) + 1}"><v>{value.value}</v></c>')
                elif isinstance(value, (int, float)):
                    cells.append(f'<c r="{at}"><v>{value}</v></c>')
                else:
                    cells.append(f'<c r="{at}" t="inlineStr"><is><t>{html.escape(value)}</t></is></c>')
            rows.append(f'<row r="{r}">{"".join(cells)}</row>')
        sheets.append("".join(rows))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml",
                     '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                     '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                     '<Default Extension="xml" ContentType="application/xml"/></Types>')
        out.writestr("_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
                     f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        names = "".join(f'<sheet name="{html.escape(s.name)}" sheetId="{i}" r:id="rId{i}"/>'
                        for i, s in enumerate(case.sheets, 1))
        out.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{names}</sheets></workbook>')
        targets = "".join(f'<Relationship Id="rId{i}" Type="{relations}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                          for i in range(1, len(sheets) + 1))
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{targets}<Relationship Id="rId99" '
                     f'Type="{relations}/styles" Target="styles.xml"/></Relationships>')
        fmts = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{html.escape(f)}"/>' for i, f in enumerate(formats))
        xfs = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + i}" applyNumberFormat="1"/>' for i in range(len(formats)))
        out.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><numFmts>{fmts}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>')
        for i, rows in enumerate(sheets, 1):
            out.writestr(f"xl/worksheets/sheet{i}.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')


def write_xls(case, path):
    book = xlwt.Workbook(encoding="utf-8")
    styles = {}

    def style(fmt):
        if fmt not in styles:
            styles[fmt] = xlwt.XFStyle()
            styles[fmt].num_format_str = fmt
        return styles[fmt]

    for sheet in case.sheets:
        out = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        heads = {}
        covered = set()
        for merged in sheet.merges:
            c1, r1, c2, r2 = range_boundaries(merged)
            heads[(r1, c1)] = (r2, c2)
            covered |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                fmt = style("General")
                if isinstance(value, Date):
                    value, fmt = value.day, style(value.fmt)
                elif isinstance(value, Num):
                    value, fmt = value.value, style(value.fmt)
                if (r, c) in heads:
                    r2, c2 = heads[(r, c)]
                    out.write_merge(r - 1, r2 - 1, c - 1, c2 - 1, value, fmt)
                elif (r, c) in covered and value is None:
                    continue
                elif value == "":
                    out.write(r - 1, c - 1, None, style("@"))
                elif value is not None:
                    out.write(r - 1, c - 1, value, fmt)
        for row in sheet.hidden_rows:
            out.row(row - 1).hidden = True
        for column in sheet.hidden_columns:
            out.col(openpyxl.utils.column_index_from_string(column) - 1).hidden = True
    book.save(path)


def write_html(case, path):
    """As the export button of an old web system writes what it calls .xls."""
    parts = ['<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
             '<meta http-equiv="Content-Type" content="application/vnd.ms-excel; charset=gb2312">'
             '<style>td{mso-number-format:"\\@";}</style></head><body>\n']
    for sheet in case.sheets:
        spans, covered = {}, set()
        for merged in sheet.merges:
            c1, r1, c2, r2 = range_boundaries(merged)
            spans[(r1, c1)] = (r2 - r1 + 1, c2 - c1 + 1)
            covered |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)} - {(r1, c1)}
        width = max(len(row) for row in sheet.rows)
        parts.append("<table border=1>\n")
        for r, row in enumerate(sheet.rows, 1):
            cells = []
            for c in range(1, width + 1):
                if (r, c) in covered:
                    continue
                value = shown(row[c - 1] if c <= len(row) else None)
                span = ""
                if (r, c) in spans:
                    high, wide = spans[(r, c)]
                    span = (f" rowspan={high}" if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
                text = html.escape(value).replace("\n", "<br>") or "&nbsp;"
                cells.append(f"<td{span}>{text}</td>")
            parts.append("<tr>" + "".join(cells) + "</tr>\n")
        parts.append("</table>\n")
    parts.append("</body></html>")
    with open(path, "wb") as out:
        out.write("".join(parts).encode("gb18030"))


def write_xmlss(case, path):
    out = ['<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
           '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
           'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n']
    for sheet in case.sheets:
        spans, covered = {}, set()
        for merged in sheet.merges:
            c1, r1, c2, r2 = range_boundaries(merged)
            spans[(r1, c1)] = (r2 - r1, c2 - c1)
            covered |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)} - {(r1, c1)}
        out.append(f'<Worksheet ss:Name="{html.escape(sheet.name)}"><Table>')
        for r, row in enumerate(sheet.rows, 1):
            out.append(f'<Row ss:Index="{r}">')
            for c, value in enumerate(row, 1):
                if (r, c) in covered or (value is None and (r, c) not in spans):
                    continue
                down, across = spans.get((r, c), (0, 0))
                merge = (f' ss:MergeDown="{down}"' if down else "") + (f' ss:MergeAcross="{across}"' if across else "")
                kind, text = "String", shown(value)
                if isinstance(value, (int, float)):
                    kind = "Number"
                elif isinstance(value, Date):
                    kind, text = "DateTime", value.day.isoformat() + "T00:00:00.000"
                data = f'<Data ss:Type="{kind}">{html.escape(text)}</Data>' if value is not None else ""
                out.append(f'<Cell ss:Index="{c}"{merge}>{data}</Cell>')
            out.append("</Row>")
        out.append("</Table></Worksheet>")
    out.append("</Workbook>")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(out))


def write_csv(case, path, encoding="utf-8-sig", separator=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in case.sheets[0].rows:
        writer.writerow([shown(value) for value in row])
    with open(path, "wb") as file:
        file.write(out.getvalue().encode(encoding))


WRITERS = {
    "xlsx": write_xlsx,
    "styled-xlsx": lambda case, path: write_xlsx(case, path, styled=True),
    "raw-xlsx": write_raw_xlsx,
    "xls": write_xls,
    "html": write_html,
    "xmlss": write_xmlss,
    "csv": write_csv,
    "csv-gb": lambda case, path: write_csv(case, path, "gb18030"),
    "csv-u16": lambda case, path: write_csv(case, path, "utf-16"),
    "csv-tab": lambda case, path: write_csv(case, path, "utf-8", "\t"),
    "csv-semi": lambda case, path: write_csv(case, path, "gb18030", ";"),
}
LIBREOFFICE = {"lo-xls": ("xls:MS Excel 97", "xls"), "ods": ("ods", "ods"),
               "lo-html": ("html:HTML (StarCalc)", "html")}


def expectation(case, writer):
    sheets = []
    for e in case.expect:
        one = {"name": e.name, "header": e.header, "titles": e.titles, "fields": e.fields,
               "rows": {str(k): v for k, v in e.rows.items()}, "skipped": e.skipped, "errors": e.errors}
        if e.notes is not None:
            one["notes"] = [list(n) for n in e.notes]
        if FORMAT.get(writer, "csv") in ("csv", "html"):
            one["name"] = None
        sheets.append(one)
    return {"case": case.name, "register": case.register, "date": case.date, "data": case.data,
            "format": FORMAT.get(writer, "csv"), "refused": case.refused, "sheets": sheets}


def convert(soffice, target, folder, files):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([soffice, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
                        target, "--outdir", folder, *files], check=True, timeout=300,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--soffice", default=shutil.which("soffice"))
    options = parser.parse_args()
    shutil.rmtree(options.out, ignore_errors=True)
    os.makedirs(options.out)
    with open(os.path.join(options.out, "units.csv"), "w", encoding="utf-8") as file:
        file.write(cases.UNITS_CSV)
    written, left_out = 0, 0
    by_libreoffice = {}
    for case in cases.CASES:
        for writer in case.writers:
            name = f"{case.name}.{writer}.{SUFFIX[writer]}"
            path = os.path.join(options.out, name)
            if writer in LIBREOFFICE:
                if not options.soffice:
                    left_out += 1
                    continue
                by_libreoffice.setdefault(writer, []).append((case, path))
            else:
                WRITERS[writer](case, path)
            with open(path + ".expect.json", "w", encoding="utf-8") as file:
                json.dump(expectation(case, writer), file, ensure_ascii=False, indent=1)
            written += 1
    for writer, items in by_libreoffice.items():
        target, suffix = LIBREOFFICE[writer]
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for case, _ in items:
                source = os.path.join(folder, case.name + ".xlsx")
                write_xlsx(case, source)
                sources.append(source)
            convert(options.soffice, target, folder, sources)
            for case, path in items:
                shutil.move(os.path.join(folder, f"{case.name}.{suffix}"), path)
    import papers
    made, missed = papers.write_all(options.out, options.soffice)
    written += made
    left_out += missed
    print(f"{written} files written, {left_out} left out for want of LibreOffice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
