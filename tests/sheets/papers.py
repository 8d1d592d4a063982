"""Papers with tables, through LibreOffice as .docx, .doc and .pdf, as text and as a page; and files
that must be refused, each with the reason. What they hold was written down first.
"""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import zipfile

import cases
from cases import VILLAGES

NOTICE = """<html><head><meta charset="utf-8"></head><body>{head}
<h2>关于报送两费收缴进度的通知</h2>
<p>各村（社区）：</p>
<p>现将截至十月底的收缴进度通报如下，请各村对照先进找差距，务必于11月15日前完成全部收缴任务。</p>
<table border=1>
<tr><td rowspan=2>村名</td><td colspan=2>应缴</td><td rowspan=2>责任人</td></tr>
<tr><td>户数</td><td>人数</td></tr>
<tr><td>北山村</td><td>120</td><td>386</td><td>张三</td></tr>
<tr><td>南坪村</td><td>98</td><td>301</td><td>李四</td></tr>
<tr><td>合计</td><td>218</td><td>687</td><td></td></tr>
</table>
<p>特此通知。</p><p>清河镇人民政府</p><p>2025年11月2日</p></body></html>
"""

PLAIN = """<html><head><meta charset="utf-8"></head><body>
<h2>值班安排</h2>
<table border=1 width="100%">
<tr><td width="20%">日期</td><td width="20%">带班领导</td><td width="30%">值班人员</td><td width="30%">联系电话</td></tr>
<tr><td>2025-11-03</td><td>张三</td><td>李四</td><td>13800000001</td></tr>
<tr><td>2025-11-04</td><td>王五</td><td>赵六</td><td>13800000002</td></tr>
<tr><td>2025-11-05</td><td>钱七</td><td>孙八</td><td>13800000003</td></tr>
</table></body></html>
"""

MERGED = [{
    "name": None, "header": [1, 2],
    "titles": {"A": ["村名"], "B": ["应缴", "户数"], "C": ["应缴", "人数"], "D": ["责任人"]},
    "fields": None,
    "rows": {"3": {"A": VILLAGES["北山村"], "B": "120", "C": "386", "D": "张三"},
             "4": {"A": VILLAGES["南坪村"], "B": "98", "C": "301", "D": "李四"}},
    "skipped": [5], "errors": []}]

DUTY = [{
    "name": None, "header": [1],
    "titles": {"A": ["日期"], "B": ["带班领导"], "C": ["值班人员"], "D": ["联系电话"]}, "fields": None,
    "rows": {"2": {"A": "2025-11-03", "B": "张三", "C": "李四", "D": "13800000001"},
             "3": {"A": "2025-11-04", "B": "王五", "C": "赵六", "D": "13800000002"},
             "4": {"A": "2025-11-05", "B": "钱七", "C": "孙八", "D": "13800000003"}},
    "skipped": [], "errors": []}]

PASTED = """关于汛期值班的补充通知

各村：请按下表值班。
村\t值班人员\t联系电话
北山村\t张三\t13800000001
南坪村\t李四\t13800000002
请严格在岗。
"""

PASTED_TABLE = [{
    "name": None, "header": [4], "titles": None, "fields": None,
    "rows": {"5": {"A": VILLAGES["北山村"], "B": "张三", "C": "13800000001"},
             "6": {"A": VILLAGES["南坪村"], "B": "李四", "C": "13800000002"}},
    "skipped": [], "errors": []}]


def expect(path, form, sheets=(), refused=None):
    with open(path + ".expect.json", "w", encoding="utf-8") as file:
        json.dump({"case": os.path.basename(path), "register": None, "date": None, "data": True,
                   "format": form, "refused": refused, "sheets": list(sheets)}, file, ensure_ascii=False, indent=1)


def soffice_run(soffice, folder, *arguments):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([soffice, f"-env:UserInstallation=file://{profile}", "--headless", *arguments,
                        "--outdir", folder], check=True, timeout=300,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def write(path, content):
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))


def write_papers(out, soffice):
    made = 0
    pages = {"notice": (NOTICE.format(head=""), MERGED, None),
             "duty": (PLAIN, DUTY, None),
             "marked": (NOTICE.format(head="<p>秘密★2年</p>"), [], "document.secret")}
    with tempfile.TemporaryDirectory() as folder:
        for name, (page, sheets, refused) in pages.items():
            write(os.path.join(folder, name + ".html"), page)
            soffice_run(soffice, folder, "--infilter=HTML (StarWriter)", "--convert-to",
                        "docx:MS Word 2007 XML", os.path.join(folder, name + ".html"))
        for name, (page, sheets, refused) in pages.items():
            docx = os.path.join(folder, name + ".docx")
            soffice_run(soffice, folder, "--convert-to", "doc:MS Word 97", docx)
            soffice_run(soffice, folder, "--convert-to", "pdf", docx)
            for suffix, form, called in (("docx", "docx", "docx"), ("doc", "doc", "wps"), ("pdf", "pdf", "pdf")):
                if suffix == "pdf" and name == "notice":
                    continue  # headings merged over lines are not put together again from a PDF
                path = os.path.join(out, f"paper_{name}.{suffix}.{called}")
                shutil.copy(os.path.join(folder, f"{name}.{suffix}"), path)
                expect(path, form, sheets, refused)
                made += 1
    return made


def write_hostile(out):
    """Files nobody means well with, and honest ones that cannot be read: each a sentence, no more."""
    def put(name, content, form, refused):
        path = os.path.join(out, "hostile_" + name)
        write(path, content)
        expect(path, form, (), refused)
        return 1

    ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
    made = 0
    made += put("scan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "picture", "document.picture")
    made += put("empty.pdf", b"%PDF-1.4\n%%EOF\n", "pdf", "document.damaged")
    made += put("locked.xlsx", ole + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked", "document.locked")
    made += put("rich.doc", b"{\\rtf1 abc}", "rtf", "document.old_format")
    made += put("cut.xls", ole + b"\0" * 1000, "ole", "document.damaged")
    # a FAT chain that runs in a circle
    header = bytearray(512)
    header[0:8] = ole
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)       # one FAT sector
    struct.pack_into("<I", header, 48, 1)       # the directory begins in sector 1
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<I", header, 60, 0xFFFFFFFE)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    for i in range(109):
        struct.pack_into("<I", header, 76 + i * 4, 0 if i == 0 else 0xFFFFFFFF)
    fat = struct.pack("<III", 0xFFFFFFFD, 2, 1) + b"\xff" * 500
    made += put("circle.xls", bytes(header) + fat + b"\0" * 512 + b"\0" * 512, "ole", "document.damaged")
    # a workbook stream of garbage inside a right compound file is made from a right one
    import xlwt
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for r in range(300):
        for c in range(8):
            sheet.write(r, c, f"文字{r}-{c}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.xls")
        book.save(path)
        with open(path, "rb") as file:
            whole = file.read()
    made += put("half.xls", whole[: len(whole) // 2], "ole", "document.damaged")
    # entities and bombs
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "b.xlsx")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out_zip:
            out_zip.writestr("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook>&b;</workbook>")
        with open(path, "rb") as file:
            made += put("entities.xlsx", file.read(), "xlsx", "document.damaged")
        path = os.path.join(folder, "c.ods")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out_zip:
            out_zip.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
            cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
            out_zip.writestr("content.xml", '<o xmlns:table="t" xmlns:text="x"><table:table table:name="a">'
                             f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
                             "</table:table></o>")
        with open(path, "rb") as file:
            made += put("repeats.ods", file.read(), "ods", "document.too_large")
        path = os.path.join(folder, "d.xlsx")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out_zip:
            out_zip.writestr("xl/workbook.xml", b"0" * (40 << 20))
        with open(path, "rb") as file:
            made += put("bomb.xlsx", file.read(), "xlsx", "document.too_large")
    wide = "<table>" + "<tr>" + "<td>1</td>" * 20000 + "</tr>" + "</table>"
    made += put("wide.html", "<html><body>" + wide + "</body></html>", "html", "sheet.too_many_columns")
    return made


def write_all(out, soffice):
    path = os.path.join(out, "pasted.txt")
    write(path, PASTED)
    expect(path, "txt", PASTED_TABLE)
    path = os.path.join(out, "notice_page.html")
    write(path, NOTICE.format(head="").encode("utf-8"))
    expect(path, "html", MERGED)
    path = os.path.join(out, "marked_page.html")
    write(path, NOTICE.format(head="<p>机密★1年</p>").encode("utf-8"))
    expect(path, "html", (), "document.secret")
    path = os.path.join(out, "marked.txt")
    write(path, "000001\n机密★1年\n\n关于某项工作的通知\n各村：\n")
    expect(path, "txt", (), "document.secret")
    made = 4 + write_hostile(out)
    if not soffice:
        return made, 8
    return made + write_papers(out, soffice), 0
