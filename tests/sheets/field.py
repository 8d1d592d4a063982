"""Sheets invented after the reader was written, to see what it does with what it was not made for.

As in cases.py the expectations were written before the reader was asked.
"""

from cases import ID1, ID2, ID3, VILLAGES, Date, Expect, Num, Sheet, case

W = ("xlsx", "xls", "ods", "html")

# A clerk who leaves two columns and a row free, and types phones as numbers.
case("offset", Sheet("Sheet1", [
    [],
    [None, None, "清河镇网格员通讯录"],
    [],
    [None, None, "村（社区）", "网格员姓名", "联系方式", "备注"],
    [None, None, "北山村", "张三", 13800000001, None],
    [None, None, "南坪村", "李四", 13800000002, "兼"],
    [None, None, None, None, None, "2025年11月2日"],
]), Expect(header=[4], rows={
    5: {"C": VILLAGES["北山村"], "D": "张三", "E": "13800000001"},
    6: {"C": VILLAGES["南坪村"], "D": "李四", "E": "13800000002", "F": "兼"},
}, skipped=[2, 7]), writers=W + ("csv",))

# Headings broken over lines and spaced out; ids guarded by an apostrophe, with blanks inside.
case("spaced", Sheet("表", [
    ["序\n号", "姓\n名", "身 份 证 号 码", "联系\n电话", "所 属 村"],
    [1, "张 三", "'" + ID1, "138 0000 0001", " 北山村 "],
    [2, "李　四", ID2[:6] + " " + ID2[6:14] + " " + ID2[14:], "138-0000-0002", "北 山 村"],
]), Expect(header=[1], fields={"B": "name", "C": "id_number", "D": "phone", "E": "village"}, rows={
    2: {"name": "张三", "id_number": ID1, "phone": "13800000001", "village": VILLAGES["北山村"]},
    3: {"name": "李四", "id_number": ID2, "phone": "13800000002", "village": VILLAGES["北山村"]},
}), register="person", writers=W)

# One block a village, each with its own title and header.
case("blocks", Sheet("农户", [
    ["北山村农户名单"],
    ["户编号", "户主姓名", "家庭人口"],
    ["BS001", "张三", 3],
    ["BS002", "李四", 4],
    [],
    ["南坪村农户名单"],
    ["户编号", "户主姓名", "家庭人口"],
    ["NP001", "王五", 2],
], merges=["A1:C1", "A6:C6"]), Expect(header=[2], rows={
    3: {"number": "BS001", "head": "张三", "residents": "3", "village": VILLAGES["北山村"]},
    4: {"number": "BS002", "head": "李四", "residents": "4", "village": VILLAGES["北山村"]},
    8: {"number": "NP001", "head": "王五", "residents": "2", "village": VILLAGES["南坪村"]},
}, skipped=[1, 6, 7]), register="household", writers=W)

# Days across the top.
case("days_across", Sheet("值班表", [
    ["11月防汛值班表"],
    ["村名", "姓名", "11月1日", "11月2日", "11月3日"],
    ["北山村", "张三", "√", None, "√"],
    ["南坪村", "李四", None, "√", None],
]), Expect(header=[2], titles={"C": ["11月1日"], "E": ["11月3日"]}, rows={
    3: {"A": VILLAGES["北山村"], "B": "张三", "C": "√", "E": "√"},
    4: {"A": VILLAGES["南坪村"], "B": "李四", "D": "√"},
}, skipped=[1]), writers=W + ("csv",))

# The sum stands first; a rate as text; a dash for nothing; the town's own row.
case("sum_first", Sheet("进度", [
    ["单位", "任务数（亩）", "完成数（亩）", "完成率"],
    ["合计", 350, 280, "80%"],
    ["北山村", 150, 150, "100%"],
    ["南坪村", 120, 130, "108.3%"],
    ["镇农场", 80, "—", "0%"],
]), Expect(header=[1], rows={
    3: {"A": VILLAGES["北山村"], "B": "150", "C": "150", "D": "100"},
    4: {"A": VILLAGES["南坪村"], "B": "120", "C": "130", "D": "108.3"},
    5: {"A": "镇农场", "B": "80", "D": "0"},
}, skipped=[2], errors=[[5, "A", "unit.unknown"]]), writers=W + ("csv",))

# 共计 with a count inside, a signature cell heading, years as headings.
case("years", Sheet("收入", [
    ["近三年村集体经济收入情况表"],
    ["村名", "2023年", "2024年", "2025年", "负责人签字"],
    ["北山村", "12.5万元", "15万元", "182,000元", None],
    ["南坪村", "8万", "9.3万", "10万", None],
    ["共计2个村", "20.5万元", "24.3万元", None, None],
    ["填报人（签字）：", None, None, "单位（盖章）："],
]), Expect(header=[2], rows={
    3: {"A": VILLAGES["北山村"], "B": "125000", "C": "150000", "D": "182000"},
    4: {"A": VILLAGES["南坪村"], "B": "80000", "C": "93000", "D": "100000"},
}, skipped=[1, 5, 6]), writers=W + ("csv",))

# Members below their head of household, everything of the household merged.
case("members", Sheet("家庭", [
    ["户主姓名", "户编号", "成员姓名", "与户主关系", "身份证号码", "耕地面积（亩）", "备注"],
    ["张三", "BS001", "张三", "户主", ID1, 5.6, None],
    [None, None, "李四", "妻", ID2, None, "外出务工"],
    [None, None, "张小", "儿子", ID3, None, None],
], merges=["A2:A4", "B2:B4", "F2:F4"]), Expect(header=[1], rows={
    2: {"A": "张三", "B": "BS001", "C": "张三", "D": "户主", "E": ID1, "F": "5.6"},
    3: {"A": "张三", "B": "BS001", "C": "李四", "D": "妻", "E": ID2, "G": "外出务工"},
    4: {"A": "张三", "B": "BS001", "C": "张小", "D": "儿子", "E": ID3},
}), writers=W)

# A form for one household is no table: nothing may be made up from it.
case("form", Sheet("登记表", [
    ["农户基本情况登记表"],
    ["户主姓名", "张三", "联系电话", "13800000001"],
    ["所属村", "北山村", "所属组", "三组"],
    ["家庭人口", "4人", "承包面积", "5.6亩"],
    ["备注", None, None, None],
]), Expect(header=[], rows={}, skipped=[1, 2, 3, 4, 5]), writers=W + ("csv",))

# Only names under a title, one column.
case("one_column", Sheet("名单", [
    ["参会人员名单"], ["姓名"], ["张三"], ["李四"],
]), Expect(header=[2], rows={3: {"A": "张三"}, 4: {"A": "李四"}}, skipped=[1]), writers=("xlsx", "xls", "ods"))

# Numbers stored as text and percent signs in the heading; a date column of real dates with times.
case("mixed", Sheet("整改", [
    ["序号", "问题描述", "发现时间", "整改期限", "进度(%)", "责任单位"],
    ["1", "河道垃圾未清理，群众反映强烈", Date(2025, 10, 3), "立即", "50", "北山村"],
    ["2", "危房未挂牌", Date(2025, 10, 4), "2025.11.30前", "100%", "南坪村"],
]), Expect(header=[1], rows={
    2: {"A": "1", "B": "河道垃圾未清理，群众反映强烈", "C": "2025-10-03", "D": "立即", "E": "50", "F": "北山村"},
    3: {"A": "2", "B": "危房未挂牌", "C": "2025-10-04", "D": "2025.11.30前", "E": "100", "F": "南坪村"},
}), writers=W)

# The title names town and village; the sheet's name says nothing.
case("town_and_village", Sheet("Sheet1", [
    ["样例县清河镇南坪村2025年农户花名册"],
    ["户编号", "户主姓名"],
    ["NP001", "王五"],
    ["NP002", "赵六"],
]), Expect(header=[2], rows={
    3: {"number": "NP001", "head": "王五", "village": VILLAGES["南坪村"]},
    4: {"number": "NP002", "head": "赵六", "village": VILLAGES["南坪村"]},
}, skipped=[1]), register="household", writers=W)

# A village nobody knows in the title: no village is better than the town.
case("unknown_in_title", Sheet("Sheet1", [
    ["清河镇桃花村农户花名册"],
    ["户编号", "户主姓名"],
    ["TH001", "王五"],
    ["TH002", "赵六"],
]), Expect(header=[2], rows={
    3: {"number": "TH001", "head": "王五"}, 4: {"number": "TH002", "head": "赵六"},
}, skipped=[1]), register="household", writers=W)
