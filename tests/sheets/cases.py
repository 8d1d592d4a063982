"""Sheets as village and town clerks make them, each with what a careful clerk reads in it.

The expectations were written from the sheets, not from what the reader answered. Every name and
number is invented; 990101 is no county. A case says what is in the cells; make_corpus.py writes it
through several programs (openpyxl, xlwt, LibreOffice, plain csv and html) and reading.py compares.
"""

import datetime
import copy

VILLAGES = {
    "北山村": "990101101201",
    "南坪村": "990101101202",
    "东岭村": "990101101203",
    "西沟村": "990101101204",
    "河口社区": "990101101205",
}

UNITS_CSV = """code,name,parent,aliases
99,样例省,,
9901,样例市,99,
990101,样例县,9901,
990101101,清河镇,990101,清河
990101101201,北山村,990101101,北山；BS村
990101101202,南坪村,990101101,南坪
990101101203,东岭村,990101101,东岭；老东岭
990101101204,西沟村,990101101,西沟；石桥村
990101101205,河口社区,990101101,河口；河口居委会
"""


def citizen_id(birth, serial, region="990101"):
    body = f"{region}{birth}{serial:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(c) * w for c, w in zip(body, weights))
    return body + "10X98765432"[total % 11]


ID1 = citizen_id("19620315", 11)
ID2 = citizen_id("19881105", 24)
ID3 = citizen_id("19750620", 37)
ID4 = citizen_id("20010101", 48)
# one that ends in X
IDX = next(i for i in (citizen_id("19700707", n) for n in range(100, 300)) if i.endswith("X"))


WRONG_ID = ID4[:17] + ("1" if ID4[17] != "1" else "2")


class Date:
    """A real date cell with a number format."""

    def __init__(self, y, m, d, fmt="yyyy-mm-dd"):
        self.day = datetime.date(y, m, d)
        self.fmt = fmt


class Num:
    """A number cell with a number format."""

    def __init__(self, value, fmt):
        self.value = value
        self.fmt = fmt


class Formula:
    """A formula and the value a program saved with it."""

    def __init__(self, text, cached):
        self.text = text
        self.cached = cached


class Error:
    def __init__(self, text):
        self.text = text


class Sheet:
    def __init__(self, name, rows, merges=(), hidden_rows=(), hidden_columns=(), hidden=False):
        self.name = name
        self.rows = rows
        self.merges = list(merges)
        self.hidden_rows = list(hidden_rows)
        self.hidden_columns = list(hidden_columns)
        self.hidden = hidden


class Expect:
    def __init__(self, rows, header=None, titles=None, fields=None, skipped=(), errors=(), name=None,
                 notes=None):
        self.name = name
        self.header = header
        self.titles = titles
        self.fields = fields
        self.rows = rows          # {row: {key: text}}
        self.skipped = list(skipped)
        self.errors = [list(e) for e in errors]
        self.notes = notes


class Case:
    def __init__(self, name, sheets, expect, register=None, date=None, refused=None,
                 writers=("xlsx", "xls", "ods", "html", "csv"), data=True):
        self.name = name
        self.sheets = sheets if isinstance(sheets, list) else [sheets]
        self.expect = expect if isinstance(expect, list) else [expect]
        self.register = register
        self.date = date
        self.refused = refused
        self.writers = writers
        self.data = data


CASES = []


def case(*args, **kwargs):
    CASES.append(Case(*args, **kwargs))


ALL = ("xlsx", "xls", "lo-xls", "ods", "html", "lo-html", "csv", "csv-gb", "csv-u16", "csv-tab", "csv-semi")
MERGED = ("xlsx", "xls", "lo-xls", "ods", "html", "xmlss")  # what can hold merged cells

# 1. The plainest list, everywhere.
case("roster", Sheet("花名册", [
    ["附件1"],
    ["清河镇北山村城乡居民两费收缴花名册"],
    ["填报单位：北山村", None, None, None, "填报日期：2025年11月2日"],
    ["序号", "姓名", "身份证号", "联系电话", "村", "备注"],
    [1, "张三", ID1, "13800000001", "北山村", None],
    [2, "李 四", ID2, "13800000002", "北山村", "外出"],
    [3, "王五", IDX, "0717-7654321", "北山", None],
    ["合计", None, None, None, None, "3人"],
    ["填表人：赵六", None, None, "审核人：钱七"],
]), Expect(
    header=[4], titles={"A": ["序号"], "C": ["身份证号"]},
    rows={
        5: {"A": "1", "B": "张三", "C": ID1, "D": "13800000001", "E": VILLAGES["北山村"]},
        6: {"A": "2", "B": "李四", "C": ID2, "D": "13800000002", "E": VILLAGES["北山村"], "F": "外出"},
        7: {"A": "3", "B": "王五", "C": IDX, "D": "0717-7654321", "E": VILLAGES["北山村"]},
    },
    skipped=[1, 2, 3, 8, 9]), writers=ALL)

# 2. The same as fields of a register.
case("roster_person", Sheet("花名册", [
    ["清河镇北山村人员花名册"],
    ["序号", "姓名", "公民身份号码", "手机号", "所属村"],
    [1, "张三", ID1, "13800000001", "北山村"],
    [2, "李　四", ID2.lower(), "13800000002、13900000003", "南坪"],
    [3, "阿依古丽•买买提", IDX.lower(), "13800000004", "老东岭"],
    [4, "周九", WRONG_ID, "13800000005", "石桥村"],
]), Expect(
    header=[2], fields={"B": "name", "C": "id_number", "D": "phone", "E": "village", "A": None},
    rows={
        3: {"name": "张三", "id_number": ID1, "phone": "13800000001", "village": VILLAGES["北山村"]},
        4: {"name": "李四", "id_number": ID2, "phone": "13800000002", "village": VILLAGES["南坪村"]},
        5: {"name": "阿依古丽·买买提", "id_number": IDX, "phone": "13800000004", "village": VILLAGES["东岭村"]},
        6: {"name": "周九", "phone": "13800000005", "village": VILLAGES["西沟村"]},
    },
    skipped=[1], errors=[[6, "C", "field.citizen_id"]], notes=[[4, "D", "cell.more_phones"]]),
     register="person", writers=ALL)

# 3. Two-level merged header, a summary by village.
case("two_levels", Sheet("汇总表", [
    ["附件2"],
    ["2026年度两费收缴进度汇总表"],
    ["单位：元"],
    ["序号", "村名", "应缴", None, "实缴", None, "收缴率（%）", "备注"],
    [None, None, "户数", "人数", "户数", "人数", None, None],
    [1, "北山村", 120, 386, 100, 320, 82.9, None],
    [2, "南坪村", 98, 301, 90, 280, 93.02, None],
    [3, "河口居委会", 210, 702, 150, 510, 72.65, "整改中"],
    ["全镇合计", None, 428, 1389, 340, 1110, 79.91, None],
], merges=["A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5", "A9:B9"]), Expect(
    header=[4, 5],
    titles={"A": ["序号"], "C": ["应缴", "户数"], "D": ["应缴", "人数"], "F": ["实缴", "人数"],
            "G": ["收缴率（%）"]},
    rows={
        6: {"A": "1", "B": VILLAGES["北山村"], "C": "120", "D": "386", "E": "100", "F": "320", "G": "82.9"},
        7: {"A": "2", "B": VILLAGES["南坪村"], "C": "98", "D": "301", "E": "90", "F": "280", "G": "93.02"},
        8: {"A": "3", "B": VILLAGES["河口社区"], "C": "210", "D": "702", "E": "150", "F": "510", "G": "72.65",
            "H": "整改中"},
    },
    skipped=[1, 2, 3, 9]), writers=MERGED + ("csv",))

# 4. Three levels.
case("three_levels", Sheet("报表", [
    ["清河镇撂荒地复耕复种进度表"],
    ["村", "撂荒地面积（亩）", None, None, None, "负责人"],
    [None, "总面积", "其中", None, None, None],
    [None, None, "水田", "旱地", "园地", None],
    ["北山村", 120.5, 60, 40.5, 20, "张三"],
    ["南坪村", 88, 40, 40, 8, "李四"],
], merges=["A1:F1", "A2:A4", "B2:E2", "B3:B4", "C3:E3", "F2:F4"]), Expect(
    header=[2, 3, 4],
    titles={"A": ["村"], "B": ["撂荒地面积（亩）", "总面积"], "C": ["撂荒地面积（亩）", "其中", "水田"],
            "E": ["撂荒地面积（亩）", "其中", "园地"], "F": ["负责人"]},
    rows={
        5: {"A": VILLAGES["北山村"], "B": "120.5", "C": "60", "D": "40.5", "E": "20", "F": "张三"},
        6: {"A": VILLAGES["南坪村"], "B": "88", "C": "40", "D": "40", "E": "8", "F": "李四"},
    },
    skipped=[1]), writers=MERGED)

# 5. Village merged over its people.
case("merged_village", Sheet("监测户", [
    ["村", "户主姓名", "人口", "联系电话"],
    ["北山村", "张三", 3, "13800000001"],
    [None, "李四", 2, "13800000002"],
    [None, "王五", 5, "13800000003"],
    ["南坪村", "赵六", 1, "13800000004"],
    [None, "钱七", 4, "13800000005"],
], merges=["A2:A4", "A5:A6"]), Expect(
    header=[1],
    rows={
        2: {"A": VILLAGES["北山村"], "B": "张三", "C": "3", "D": "13800000001"},
        3: {"A": VILLAGES["北山村"], "B": "李四", "C": "2", "D": "13800000002"},
        4: {"A": VILLAGES["北山村"], "B": "王五", "C": "5", "D": "13800000003"},
        5: {"A": VILLAGES["南坪村"], "B": "赵六", "C": "1", "D": "13800000004"},
        6: {"A": VILLAGES["南坪村"], "B": "钱七", "C": "4", "D": "13800000005"},
    }), writers=MERGED + ("csv",))

# 6. Village written once, blank below, with subtotals between.
case("written_once", Sheet("Sheet1", [
    ["所属村", "户主", "承包面积（亩）"],
    ["北山村", "张三", 3.5],
    [None, "李四", "2.25亩"],
    [None, "王五", "１２"],
    ["小计", None, 17.75],
    ["南坪村", "赵六", "1,000.5"],
    [None, "钱七", 4],
    ["小计", None, 1004.5],
    ["合 计", None, 1022.25],
]), Expect(
    header=[1],
    rows={
        2: {"A": VILLAGES["北山村"], "B": "张三", "C": "3.5"},
        3: {"A": VILLAGES["北山村"], "B": "李四", "C": "2.25"},
        4: {"A": VILLAGES["北山村"], "B": "王五", "C": "12"},
        6: {"A": VILLAGES["南坪村"], "B": "赵六", "C": "1000.5"},
        7: {"A": VILLAGES["南坪村"], "B": "钱七", "C": "4"},
    }, skipped=[5, 8, 9]), writers=ALL)

# 7. One sheet per village, the village only in the sheet's name.
case("sheet_per_village", [
    Sheet("北山村", [["序号", "户编号", "户主姓名", "承包面积（亩）"], [1, "BS001", "张三", 3.5], [2, "BS002", "李四", 4]]),
    Sheet("南坪村", [["序号", "户编号", "户主姓名", "承包面积（亩）"], [1, "NP001", "王五", 2.5]]),
    Sheet("填表说明", [["一、本表由各村填报，每户一行。"], ["二、面积单位为亩，保留两位小数。"]]),
], [
    Expect(name="北山村", header=[1], fields={"B": "number", "C": "head", "D": "contracted_area"}, rows={
        2: {"number": "BS001", "head": "张三", "contracted_area": "3.50", "village": VILLAGES["北山村"]},
        3: {"number": "BS002", "head": "李四", "contracted_area": "4.00", "village": VILLAGES["北山村"]}}),
    Expect(name="南坪村", header=[1], rows={
        2: {"number": "NP001", "head": "王五", "contracted_area": "2.50", "village": VILLAGES["南坪村"]}}),
    Expect(name="填表说明", rows={}, skipped=[1, 2]),
], register="household", writers=("xlsx", "xls", "lo-xls", "ods", "xmlss"))

# 8. Units of measure: 万元 against 元, 亩 and 公顷.
case("money_units", Sheet("项目", [
    ["清河镇重点项目投资进度表"],
    [None, None, None, "单位：万元"],
    ["项目名称", "所在村（社区）", "总投资", "年度计划投资", "完成投资"],
    ["水厂扩建", "北山村", 1200, "800万元", "3,500,000元"],
    ["道路硬化", "南坪村", "1.2亿", 600, "98.5"],
    ["冷链仓储", "东岭村", "约300", 200, None],
]), Expect(
    header=[3],
    fields={"C": "total", "D": "year_plan", "E": "year_done", "B": "village"},
    rows={
        4: {"name": "水厂扩建", "village": VILLAGES["北山村"], "total": "1200.00", "year_plan": "800.00",
            "year_done": "350.00"},
        5: {"name": "道路硬化", "village": VILLAGES["南坪村"], "total": "12000.00", "year_plan": "600.00",
            "year_done": "98.50"},
        6: {"name": "冷链仓储", "village": VILLAGES["东岭村"], "year_plan": "200.00"},
    }, skipped=[1, 2], errors=[[6, "C", "field.number"]]), register="project", writers=ALL)

# 9. Dates in every dress.
case("dates", Sheet("入住", [
    ["户主姓名", "签订日期", "入住时间", "出生年月"],
    ["张三", "2025.11.2", Date(2025, 11, 5), "1962年3月"],
    ["李四", "20251102", Date(2025, 12, 1, "yyyy\"年\"m\"月\"d\"日\""), "1988.11"],
    ["王五", 45963, "2025/1/3", "1975-06"],
    ["赵六", "2025年11月2日", "3月5日", "200101"],
    ["钱七", "2025-11-02", "2025 年 3 月 8 日", "1970年7月7日"],
    ["孙八", "待定", None, "-"],
]), Expect(
    header=[1],
    rows={
        2: {"A": "张三", "B": "2025-11-02", "C": "2025-11-05", "D": "1962-03"},
        3: {"A": "李四", "B": "2025-11-02", "C": "2025-12-01", "D": "1988-11"},
        4: {"A": "王五", "B": "2025-11-02", "C": "2025-01-03", "D": "1975-06"},
        5: {"A": "赵六", "B": "2025-11-02", "C": "2025-03-05", "D": "2001-01"},
        6: {"A": "钱七", "B": "2025-11-02", "C": "2025-03-08", "D": "1970-07-07"},
        7: {"A": "孙八", "B": "待定"},
    }, errors=[[7, "B", "field.date"]]), date="2025-11-20", writers=("xlsx", "xls", "lo-xls", "ods", "html", "csv"))

# 10. Ids that Excel has ruined.
case("ruined_ids", Sheet("名单", [
    ["姓名", "身份证号", "村"],
    ["张三", Num(float(ID1[:15] + "000"), "General"), "北山村"],
    ["李四", ID2, "北山村"],
    ["王五", "4.20101E+17", "南坪村"],
]), Expect(
    header=[1], fields={"B": "id_number"},
    rows={2: {"name": "张三", "village": VILLAGES["北山村"]},
          3: {"name": "李四", "id_number": ID2, "village": VILLAGES["北山村"]},
          4: {"name": "王五", "village": VILLAGES["南坪村"]}},
    errors=[[2, "B", "field.ruined_number"], [4, "B", "field.ruined_number"]]),
     register="person", writers=("xlsx", "xls", "lo-xls", "ods"))

# 11. Ticks and states.
case("states", Sheet("缴费", [
    ["姓名", "身份证号", "村", "险种", "参保年度", "是否缴费", "是否应缴"],
    ["张三", ID1, "北山村", "医保", 2026, "√", "是"],
    ["李四", ID2, "北山村", "养老", 2026, "×", "是"],
    ["王五", ID3, "北山村", "居民医保", "2026年", "是", "是"],
    ["赵六", ID4, "北山村", "医保", 2026, "1", "是"],
    ["钱七", IDX, "北山村", "医保", 2026, "已缴", "外地参保"],
    ["孙八", citizen_id("19850808", 77), "北山村", "医保", 2026, None, "是"],
]), Expect(
    header=[1],
    rows={
        2: {"person_name": "张三", "id_number": ID1, "village": VILLAGES["北山村"], "scheme": "medical",
            "insured_year": "2026", "pay_status": "paid", "exclusion": "none"},
        3: {"person_name": "李四", "id_number": ID2, "village": VILLAGES["北山村"], "scheme": "pension",
            "insured_year": "2026", "pay_status": "unpaid", "exclusion": "none"},
        4: {"person_name": "王五", "id_number": ID3, "village": VILLAGES["北山村"], "scheme": "medical",
            "insured_year": "2026", "pay_status": "paid", "exclusion": "none"},
        5: {"person_name": "赵六", "id_number": ID4, "village": VILLAGES["北山村"], "scheme": "medical",
            "insured_year": "2026", "pay_status": "paid", "exclusion": "none"},
        6: {"person_name": "钱七", "id_number": IDX, "village": VILLAGES["北山村"], "scheme": "medical",
            "insured_year": "2026", "pay_status": "paid", "exclusion": "elsewhere"},
        7: {"person_name": "孙八", "id_number": citizen_id("19850808", 77), "village": VILLAGES["北山村"],
            "scheme": "medical", "insured_year": "2026", "exclusion": "none"},
    }), register="insurance_fees", writers=ALL)

# 12. A column for each state, ticked.
case("ticked_columns", Sheet("缴费", [
    ["姓名", "身份证号", "村", "缴费情况", None, None],
    [None, None, None, "已缴", "未缴", "免缴"],
    ["张三", ID1, "北山村", "√", None, None],
    ["李四", ID2, "北山村", None, "√", None],
    ["王五", ID3, "北山村", None, None, "✓"],
    ["赵六", ID4, "北山村", "√", "√", None],
], merges=["A1:A2", "B1:B2", "C1:C2", "D1:F1"]), Expect(
    header=[1, 2], titles={"D": ["缴费情况", "已缴"]},
    rows={
        3: {"person_name": "张三", "id_number": ID1, "village": VILLAGES["北山村"], "pay_status": "paid"},
        4: {"person_name": "李四", "id_number": ID2, "village": VILLAGES["北山村"], "pay_status": "unpaid"},
        5: {"person_name": "王五", "id_number": ID3, "village": VILLAGES["北山村"], "pay_status": "exempt"},
        6: {"person_name": "赵六", "id_number": ID4, "village": VILLAGES["北山村"]},
    }, errors=[[6, "E", "cell.two_ticks"]]), register="insurance_fees", writers=MERGED)

# 13. Formulas with saved values, errors, percentages.
case("formulas", Sheet("进度", [
    ["村名", "应缴人数", "已缴人数", "收缴率", "差额"],
    ["北山村", 386, 320, Num(0.829, "0.0%"), Formula("=B2-C2", 66)],
    ["南坪村", 301, 280, Num(0.9302, "0.00%"), Formula("=B3-C3", 21)],
    ["东岭村", 0, 0, Error("#DIV/0!"), Formula("=B4-C4", 0)],
    [None, Formula("=SUM(B2:B4)", 687), Formula("=SUM(C2:C4)", 600), None, Formula("=SUM(E2:E4)", 87)],
]), Expect(
    header=[1],
    rows={
        2: {"A": VILLAGES["北山村"], "B": "386", "C": "320", "D": "82.9", "E": "66"},
        3: {"A": VILLAGES["南坪村"], "B": "301", "C": "280", "D": "93.02", "E": "21"},
        4: {"A": VILLAGES["东岭村"], "B": "0", "C": "0", "E": "0"},
    }, skipped=[5], errors=[[4, "D", "cell.error_value"]]), writers=("raw-xlsx", "lo-xls", "ods"))

# 14. Hidden rows and columns stay what they are: data.
case("hidden", Sheet("名单", [
    ["序号", "姓名", "旧编号", "电话"],
    [1, "张三", "A01", "13800000001"],
    [2, "李四", "A02", "13800000002"],
    [3, "王五", "A03", "13800000003"],
], hidden_rows=[3], hidden_columns=["C"]), Expect(
    header=[1],
    rows={
        2: {"A": "1", "B": "张三", "C": "A01", "D": "13800000001"},
        3: {"A": "2", "B": "李四", "C": "A02", "D": "13800000002"},
        4: {"A": "3", "B": "王五", "C": "A03", "D": "13800000003"},
    }), writers=("xlsx", "xls", "lo-xls", "ods"))

# 15. Ten thousand formatted empty rows and pre-numbered ones.
case("empty_rows", Sheet("登记表", [
    ["序号", "姓名", "电话", "备注"],
    [1, "张三", "13800000001", None],
    [2, "李四", "13800000002", None],
    [3, None, None, None],
    [4, None, None, None],
] + [["", "", "", ""] for _ in range(10000)]), Expect(
    header=[1],
    rows={2: {"A": "1", "B": "张三", "C": "13800000001"}, 3: {"A": "2", "B": "李四", "C": "13800000002"}},
    skipped=[4, 5]), writers=("styled-xlsx", "xls", "csv"))

# 16. 序号 restarting per section, section lines, names that need care.
case("sections", Sheet("护林员", [
    ["清河镇护林员名册"],
    ["序号", "姓名", "性别", "联系电话", "责任区域"],
    ["一、北山村"],
    [1, "欧阳建国", "男", "13800000001", "大湾林区"],
    [2, "𬭊小梅", "女", "13800000002", "小湾林区"],
    ["二、南坪村"],
    [1, "买买提·阿不都热合曼", "男", "13800000003", "坪上"],
    ["注：以上人员已培训。"],
], merges=["A1:E1", "A3:E3", "A6:E6", "A8:E8"]), Expect(
    header=[2],
    rows={
        4: {"A": "1", "B": "欧阳建国", "C": "男", "D": "13800000001", "E": "大湾林区"},
        5: {"A": "2", "B": "𬭊小梅", "C": "女", "D": "13800000002", "E": "小湾林区"},
        7: {"A": "1", "B": "买买提·阿不都热合曼", "C": "男", "D": "13800000003", "E": "坪上"},
    }, skipped=[1, 3, 6, 8]), writers=MERGED + ("csv",))

# 17. The same under a register: the section names the village.
case("sections_household", Sheet("农户", [
    ["户编号", "户主姓名", "家庭人口", "住址"],
    ["北山村（2户）"],
    ["BS001", "张三", "3人", "一组12号"],
    ["BS002", "李四", 4, "一组13号"],
    ["南坪村（1户）"],
    ["NP001", "王五", 5, "三组1号"],
], merges=["A2:D2", "A5:D5"]), Expect(
    header=[1],
    rows={
        3: {"number": "BS001", "head": "张三", "residents": "3", "address": "一组12号", "village": VILLAGES["北山村"]},
        4: {"number": "BS002", "head": "李四", "residents": "4", "address": "一组13号", "village": VILLAGES["北山村"]},
        6: {"number": "NP001", "head": "王五", "residents": "5", "address": "三组1号", "village": VILLAGES["南坪村"]},
    }, skipped=[2, 5]), register="household", writers=MERGED)

# 18. Printed over pages: title and header again.
case("pages", Sheet("名单", [
    ["北山村参保名单"],
    ["序号", "姓名", "金额"],
    [1, "张三", 400],
    [2, "李四", 400],
    ["本页小计", None, 800],
    ["北山村参保名单"],
    ["序号", "姓名", "金额"],
    [3, "王五", 400],
    ["本页小计", None, 400],
    ["总计", None, 1200],
], merges=["A1:C1", "A6:C6"]), Expect(
    header=[2],
    rows={3: {"A": "1", "B": "张三", "C": "400"}, 4: {"A": "2", "B": "李四", "C": "400"},
          8: {"A": "3", "B": "王五", "C": "400"}}, skipped=[1, 5, 6, 7, 9, 10]), writers=MERGED + ("csv",))

# 19. Column numbers below the header, 甲 乙.
case("number_line", Sheet("统计", [
    ["表　　号：清统3表"],
    ["村　名", "总户数（户）", "总人口（人）", "耕地面积\n（亩）"],
    ["甲", 1, 2, 3],
    ["北山村", 320, 1022, "2,310.5"],
    ["南坪村", 288, 930, 1980],
    ["合计", 608, 1952, 4290.5],
    ["单位负责人：张三", None, "统计负责人：李四", "填表人：王五"],
]), Expect(
    header=[2], rows={
        4: {"A": VILLAGES["北山村"], "B": "320", "C": "1022", "D": "2310.5"},
        5: {"A": VILLAGES["南坪村"], "B": "288", "C": "930", "D": "1980"},
    }, skipped=[1, 3, 6, 7]), writers=ALL)

# 20. Two tables under one another.
case("two_tables", Sheet("台账", [
    ["一、人员名单"],
    ["序号", "姓名", "电话"],
    [1, "张三", "13800000001"],
    [],
    ["二、物资清单"],
    ["序号", "物资名称", "数量", "存放地点"],
    [1, "编织袋", "2000条", "村部"],
    [2, "救生衣", 50, "河口码头"],
]), [
    Expect(header=[2], rows={3: {"A": "1", "B": "张三", "C": "13800000001"}}, skipped=[1]),
    Expect(header=[6], rows={7: {"A": "1", "B": "编织袋", "C": "2000", "D": "村部"},
                             8: {"A": "2", "B": "救生衣", "C": "50", "D": "河口码头"}}, skipped=[5]),
], writers=("xlsx", "xls", "ods", "csv"))

# 21. A paper of the wrong kind: marked secret.
case("secret", Sheet("名单", [
    ["机密★1年"],
    ["某项工作名单"],
    ["序号", "姓名", "电话"],
    [1, "张三", "13800000001"],
]), [], refused="document.secret", writers=("xlsx", "xls", "ods", "html", "csv"))

# 22. 密级 as an ordinary column is no marking.
case("secrecy_column", Sheet("收文", [
    ["序号", "文件标题", "密级", "收文日期"],
    [1, "关于防汛工作的通知", "秘密", "2025-06-01"],
    [2, "关于春耕的通知", "普通", "2025-03-01"],
]), Expect(header=[1], rows={
    2: {"A": "1", "B": "关于防汛工作的通知", "C": "秘密", "D": "2025-06-01"},
    3: {"A": "2", "B": "关于春耕的通知", "C": "普通", "D": "2025-03-01"}}), writers=ALL)

# 23. No title, no 序号, village not known to the tree; unknown stays as written.
case("unknown_village", Sheet("Sheet1", [
    ["村", "姓名", "金额(元)"],
    ["北山村", "张三", "¥400.00"],
    ["桃花村", "李四", "400元"],
]), Expect(header=[1], rows={
    2: {"A": VILLAGES["北山村"], "B": "张三", "C": "400"},
    3: {"A": "桃花村", "B": "李四", "C": "400"}}, errors=[[3, "A", "unit.unknown"]]), writers=ALL)

# 24. Codes with leading zeros, long account numbers as text.
case("codes", Sheet("账户", [
    ["户主姓名", "户编号", "银行账号", "补贴金额（元）"],
    ["张三", "00123", "6217000000000000001", 1200],
    ["李四", "00124", "6217000000000000002", 80.5],
]), Expect(header=[1], rows={
    2: {"A": "张三", "B": "00123", "C": "6217000000000000001", "D": "1200"},
    3: {"A": "李四", "B": "00124", "C": "6217000000000000002", "D": "80.5"}}), writers=ALL)

# 25. Amount merged over a household belongs to it once.
case("merged_amount", Sheet("补贴", [
    ["户主", "家庭成员", "与户主关系", "补贴金额（元）"],
    ["张三", "张三", "本人", 900],
    [None, "李四", "配偶", None],
    [None, "张小", "子", None],
    ["王五", "王五", "本人", 300],
], merges=["A2:A4", "D2:D4"]), Expect(header=[1], rows={
    2: {"A": "张三", "B": "张三", "C": "本人", "D": "900"},
    3: {"A": "张三", "B": "李四", "C": "配偶"},
    4: {"A": "张三", "B": "张小", "C": "子"},
    5: {"A": "王五", "B": "王五", "C": "本人", "D": "300"}}), writers=MERGED)
