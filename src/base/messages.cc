#include "base/messages.h"

#include <algorithm>
#include <vector>

namespace luoshi {
namespace {

// One row an error, by module. Order does not matter here; Messages() sorts.
// clang-format off
constexpr MessageRow kRows[] = {
    // base
    {"json.syntax", "JSON 格式有误：{reason}。请检查括号、引号和逗号。", "Not valid JSON: {reason}. Check brackets, quotes and commas."},
    {"json.type", "此处应为{expected}。", "Expected {expected} here."},
    {"json.missing", "缺少“{name}”。请补上。", "“{name}” is missing. Add it."},
    {"date.invalid", "“{text}”不是有效日期，请写成 2026-09-01 的形式。", "“{text}” is not a date. Write it like 2026-09-01."},
    {"decimal.invalid", "“{text}”不是数字。", "“{text}” is not a number."},
    {"decimal.division_by_zero", "除数为零。请检查公式。", "Division by zero. Check the formula."},
    {"decimal.overflow", "数值超出范围。请检查单位是否写错。", "The number is out of range. Check its unit."},
    {"uuid.invalid", "“{text}”不是有效编号。", "“{text}” is not an id."},
    // host
    {"file.missing", "找不到文件 {path}。请检查路径。", "There is no file {path}. Check the path."},
    {"file.too_large", "文件 {path} 过大。请拆分后再试。", "The file {path} is too large. Split it and try again."},
    {"file.unreadable", "文件 {path} 读不出来。请检查磁盘。", "The file {path} cannot be read. Check the disk."},
    {"file.unwritable", "写不了 {path}。请检查目录权限和磁盘空间。", "Cannot write {path}. Check permissions and free space."},
    // model, rules
    {"check.failed", "{zh}", "{en}"},
    {"expression.division", "带小数的数要用 div(a, b, 小数位数, 'half_up') 来除，写明保留几位、如何取舍。", "Decimals are divided with div(a, b, scale, 'half_up'), so that scale and rounding are stated."},
    {"expression.empty_text", "空文本表示未填，不能用来比较。请改用 filled(字段)。", "Empty text means not filled in and equals nothing. Use filled(field)."},
    {"expression.enum_value", "选项里没有“{value}”。是否要写“{hint}”？", "“{value}” is not among the values. Did you mean “{hint}”?"},
    {"expression.literal", "此处只能直接写出一个值，不能写字段或算式。", "Only a value written out may stand here, not a field or a calculation."},
    {"expression.nested_group", "count、sum、exists、all 里面不能再用它们。请先在子表里用公式字段算好。", "count, sum, exists and all cannot stand inside one another. Derive a field in the rows first."},
    {"expression.syntax", "此处写的是“{found}”，应为 {expected}。请改正表达式。", "Found “{found}” where {expected} should be. Correct the expression."},
    {"expression.time_form", "age(…) 和 elapsed(…) 只能与一个非负整数比较，例如 age(birth_date) >= 60。", "age(…) and elapsed(…) can only be compared with a whole number from 0 up: age(birth_date) >= 60."},
    {"expression.time_not_allowed", "此处不能用 {name}(…)：只有统计项可以随时间变化。", "{name}(…) cannot stand here: only measures may change with time."},
    {"expression.too_long", "表达式过长或嵌套过深。请拆成几个公式字段。", "The expression is too long or nested too deeply. Split it into derived fields."},
    {"expression.type", "此处需要 {expected}，但写的是 {found}。", "{expected} is needed here, but this is {found}."},
    {"expression.unknown_name", "没有“{name}”这个名称。是否要写“{hint}”？", "There is no “{name}”. Did you mean “{hint}”?"},
    {"field.attachment", "“{field}”应为已上传的附件。请重新上传。", "“{field}” must be an uploaded attachment. Upload it again."},
    {"field.bool", "“{field}”里的“{text}”看不出是或否。请写“是”或“否”。", "“{text}” in “{field}” is neither yes nor no. Write 是 or 否."},
    {"field.citizen_id", "“{field}”不是有效的公民身份号码。请核对 18 位号码。", "“{field}” is not a valid citizen id. Check its 18 characters."},
    {"field.constraint", "{zh}", "{en}"},
    {"field.credit_code", "“{field}”不是有效的统一社会信用代码。请核对 18 位代码。", "“{field}” is not a valid credit code. Check its 18 characters."},
    {"field.date", "“{field}”里的“{text}”不是有效日期。请写成 2026-09-01 的形式。", "“{text}” in “{field}” is not a date. Write it like 2026-09-01."},
    {"field.date_incomplete", "“{field}”里的“{text}”缺少年或日。请写明年、月、日。", "“{text}” in “{field}” lacks the year or the day. Write year, month and day."},
    {"field.derived_cycle", "公式字段“{field}”绕回了自身。请改正公式。", "The derived field “{field}” depends on itself. Correct its expression."},
    {"field.enum_value", "“{field}”里没有“{text}”这个选项。可填：{choices}。", "“{text}” is not a choice of “{field}”. Choose one of: {choices}."},
    {"field.hidden", "按其他各项的内容，“{field}”不应填写。请清空。", "“{field}” does not apply, given the other fields. Leave it empty."},
    {"field.not_in_cell", "“{field}”不能从单元格导入。请在系统里填写。", "“{field}” cannot come from a cell. Fill it in on the screen."},
    {"field.number", "“{field}”里的“{text}”不是数字。请只写数字和计量单位。", "“{text}” in “{field}” is not a number. Write digits and the unit of measure only."},
    {"field.phone", "“{field}”不是有效电话。请写 11 位手机号，或带区号的固定电话。", "“{field}” is not a phone number. Write 11 digits, or a fixed line with its area code."},
    {"field.point", "“{field}”不是有效位置。请写经度和纬度，例如 110.480000,31.050000。", "“{field}” is not a position. Write longitude and latitude, like 110.480000,31.050000."},
    {"field.reference", "“{field}”指向的记录编号无效。请重新选择。", "“{field}” does not name a record. Choose it again."},
    {"field.required", "“{field}”必须填写。", "“{field}” must be filled in."},
    {"field.ruined_number", "“{field}”里的“{text}”已被 Excel 改成科学计数，末几位丢失。请把该列设为文本格式后重填。", "Excel has cut the digits of “{text}” in “{field}”. Format the column as text and enter it again."},
    {"field.scale", "“{field}”最多保留 {scale} 位小数。请改写。", "“{field}” takes at most {scale} digits behind the point. Shorten it."},
    {"field.text", "“{field}”里有无法识别的字符。请重新输入。", "“{field}” holds characters that cannot be read. Enter it again."},
    {"field.too_large", "“{field}”不能大于 {maximum}。请核对。", "“{field}” cannot be more than {maximum}. Check it."},
    {"field.too_long", "“{field}”最多 {maximum} 个字。请缩短。", "“{field}” takes at most {maximum} characters. Shorten it."},
    {"field.too_many_rows", "“{field}”最多 {maximum} 行。请减少。", "“{field}” takes at most {maximum} rows. Remove some."},
    {"field.too_small", "“{field}”不能小于 {minimum}。请核对。", "“{field}” cannot be less than {minimum}. Check it."},
    {"field.type", "“{field}”的格式不对，应为 {expected}。", "“{field}” has the wrong form: {expected} is needed."},
    {"field.unit_mismatch", "“{field}”按“{unit}”填写，但写的是“{text}”。请换算后再填。", "“{field}” is counted in {unit}, but “{text}” is not. Convert it."},
    {"field.unknown", "没有“{name}”这一项。请核对名称。", "There is no field “{name}”. Check the name."},
    {"calendar.both", "{day} 既写成放假又写成上班。请只留一处。", "{day} is listed both as off and as worked. Keep one of them."},
    {"calendar.not_weekend", "{day} 不是周末，本来就上班。请只写调休上班的周末。", "{day} is no weekend day and is worked anyway. List only weekend days."},
    {"calendar.other_year", "{day} 不在 {year} 年。请改日期或年份。", "{day} is not in {year}. Correct the day or the year."},
    {"calendar.year", "{year} 不是有效年份，请写成 2026 的形式。", "{year} is not a year. Write it like 2026."},
    {"change.act", "办理记录中有不认识的类型“{act}”。请用更新的版本打开。", "The history names an act “{act}” that is not known. Open it with a newer version."},
    // pack
    {"pack.yaml_syntax", "pack.yaml 写法有误：{reason}。请检查此处的缩进、冒号和引号。", "Not valid YAML: {reason}. Check indentation, colons and quotes here."},
    {"pack.yaml_forbidden", "不支持此写法“{what}”（锚点、引用、标签、合并键、多文档）。请直接写出内容。", "“{what}” is not supported (anchors, aliases, tags, merge keys, further documents). Write the content out."},
    {"pack.yaml_duplicate_key", "“{what}”写了两次。请删去一处。", "“{what}” is there twice. Remove one."},
    {"pack.yaml_too_large", "“{what}”内容过多（全文 256 KB、每组 1000 项）。请拆分业务模板。", "“{what}” is too large (256 KB in all, 1,000 entries in a map). Split the pack."},
    {"pack.yaml_too_deep", "嵌套超过 {what} 层。请减少层数。", "Nested deeper than {what} levels. Use fewer."},
    {"pack.not_text", "文件不是 UTF-8 文本。请另存为 UTF-8。", "The file is not UTF-8 text. Save it as UTF-8."},
    {"pack.file_missing", "没有找到 pack.yaml。请把它放在业务模板的目录里。", "There is no pack.yaml. Put one into the pack's folder."},
    {"pack.file_path", "文件路径“{path}”不能用。请放在业务模板目录之内，不用“..”和反斜杠。", "The path “{path}” cannot be used. Keep files inside the pack's folder, without “..” or backslashes."},
    {"pack.too_many_files", "文件超过 {most} 个。请删去不用的文件。", "More than {most} files. Remove those not needed."},
    {"pack.too_large", "业务模板的文件合计超过 16 MB。请压缩模板里的图片。", "The pack's files exceed 16 MB. Compress the pictures in its templates."},
    {"pack.unknown_key", "不认识“{key}”。此处可用：{known}。", "“{key}” is not known here. Known: {known}."},
    {"pack.unknown_key_near", "不认识“{key}”，是不是“{near}”？", "“{key}” is not known here. Did you mean “{near}”?"},
    {"pack.missing_key", "缺少“{key}”。请补上。", "“{key}” is missing. Add it."},
    {"pack.unknown_word", "“{word}”不在可选范围内：{known}。", "“{word}” is not one of: {known}."},
    {"pack.name", "“{name}”不能作名称。请用小写字母开头，只含小写字母、数字和下划线，不超过 48 个字符。", "“{name}” is not a name. Use a-z, 0-9 and _, a letter first, 48 characters at most."},
    {"pack.name_taken", "“{name}”已由系统使用，请换一个名称。", "“{name}” is taken by the system. Choose another name."},
    {"pack.twice", "“{name}”重复。请删去一处。", "“{name}” is there twice. Remove one."},
    {"pack.expected_map", "此处应写成“名称: 内容”的形式。", "Write “name: content” here."},
    {"pack.expected_list", "此处应为列表，例如 [a, b]。", "Write a list here, for example [a, b]."},
    {"pack.expected_text", "此处应为一段文字。", "Write a text here."},
    {"pack.expected_int", "此处应为 {least} 到 {most} 之间的整数。", "Write a whole number from {least} to {most} here."},
    {"pack.expected_limit", "时限应写成“15 working_days”“-3 days”“2 hours”的形式，时钟的时限须大于零。", "Write a limit like “15 working_days”, “-3 days” or “2 hours”; a clock's own limit is above zero."},
    {"pack.expected_year_day", "日期应写成“0-01-01”（当年）或“-1-09-01”（上一年）的形式。", "Write a day like “0-01-01” (that year) or “-1-09-01” (the year before)."},
    {"pack.text_too_long", "文字超过 {most} 字节。请缩短。", "The text exceeds {most} bytes. Shorten it."},
    {"pack.title_missing", "缺少中文或英文名称。请写成“中文 | English”。", "The Chinese or the English title is missing. Write “中文 | English”."},
    {"pack.no_values", "枚举“{name}”没有可选值。请在 values 中列出。", "The enum “{name}” has no values. List them under values."},
    {"pack.group_in_group", "“{name}”是分组里的分组，不支持。请拆成两张台账。", "“{name}” is a group inside a group. Make it a register of its own."},
    {"pack.expression_empty", "表达式是空的。请写出条件，或删去此项。", "The expression is empty. Write a condition or remove the key."},
    {"pack.count_or_sum", "统计项“{name}”须写 count 或 sum 之一。", "The measure “{name}” needs either count or sum."},
    {"pack.unknown_field", "没有字段“{name}”。可用：{known}。", "There is no field “{name}”. Known: {known}."},
    {"pack.unknown_state", "没有状态“{name}”。可用：{known}。", "There is no state “{name}”. Known: {known}."},
    {"pack.unknown_measure", "没有统计项“{name}”。可用：{known}。", "There is no measure “{name}”. Known: {known}."},
    {"pack.unknown_role", "没有岗位角色“{name}”。可用：{known}。", "There is no role “{name}”. Known: {known}."},
    {"pack.unknown_base", "没有名为“{name}”的分母。请写 bases 中的一个。", "There is no base “{name}”. Name one of bases."},
    {"pack.unknown_target", "没有业务模板“{name}”可供关联。请先启用它，或改正名称。", "There is no pack “{name}” to refer to. Enable it first or correct the name."},
    {"pack.carried_source", "业务模板“{pack}”没有可带出的字段“{field}”（敏感字段只能带入敏感字段）。", "The pack “{pack}” has no field “{field}” to carry (a personal one only into a personal one)."},
    {"pack.key_type", "字段“{field}”不能用来识别记录。请改用文字、日期、编号或关联字段。", "The field “{field}” cannot name a record. Use a text, date, number or reference."},
    {"pack.unit_field", "“{field}”应为单位字段（type: unit），且不是敏感字段。", "“{field}” must be a clear unit field (type: unit)."},
    {"pack.must_be_personal", "身份证号“{field}”必须标为 personal: true。", "The citizen id “{field}” must be marked personal: true."},
    {"pack.personal_member", "“{field}”是敏感字段，所在分组“{group}”也须标为 personal: true。", "“{field}” is personal, so its group “{group}” must be marked personal: true as well."},
    {"pack.range", "“{field}”的最小值大于最大值。请改正。", "The minimum of “{field}” exceeds its maximum. Correct it."},
    {"pack.same_heading", "列名“{heading}”与字段“{field}”相同，导入时无法区分。请换一个。", "The heading “{heading}” is also that of “{field}”; an import could not tell them apart. Change one."},
    {"pack.same_value", "“{word}”已是“{value}”的写法。请换一个。", "“{word}” already stands for “{value}”. Change one."},
    {"pack.not_a_reference", "“{field}”不是关联字段。请改为 type: reference。", "“{field}” is not a reference. Make it type: reference."},
    {"pack.derived_not_coarse", "“{field}”由敏感字段“{source}”得出，只能用 year({source}) 或 sex({source})，或把它也标为 personal。", "“{field}” comes from the personal field “{source}”: use only year({source}) or sex({source}), or mark it personal too."},
    {"pack.unreachable", "状态“{name}”无法到达。请补上流转，或删去该状态。", "The state “{name}” cannot be reached. Add a transition or remove it."},
    {"pack.limit_or_due", "时钟“{name}”须写 limit 或 due 之一。", "The clock “{name}” needs either limit or due."},
    {"pack.due_field", "“{field}”应为日期字段，且不是敏感字段。", "“{field}” must be a clear date field."},
    {"pack.assign", "步骤“{name}”：升级（escalation）须写 assign，其他步骤不写。", "The step “{name}”: an escalation names assign, other steps do not."},
    {"pack.warning_late", "预警“{name}”应在到期之前，请写成负数，例如“-3 days”。", "The warning “{name}” must lie before the due day, for example “-3 days”."},
    {"pack.by_type", "不能按“{field}”分组统计。请用枚举或是否字段。", "Figures cannot be split by “{field}”. Use an enum or bool field."},
    {"pack.period_type", "“{field}”不能作统计期。请用整数、文字或枚举字段。", "“{field}” cannot be a period. Use an int, text or enum field."},
    {"pack.measure_scale", "统计项“{name}”与“{other}”的小数位或计量单位不同，不能放在同一指标。请统一。", "The measures “{name}” and “{other}” differ in scale or unit and cannot stand in one indicator. Make them alike."},
    {"pack.measure_period", "统计项“{name}”的统计期（“{period}”）与指标不同。请统一，或另写一个统计项。", "The measure “{name}” has another period (“{period}”) than the indicator. Make them alike or write a second measure."},
    {"pack.measure_by", "统计项“{name}”没有按“{field}”分组。请补上。", "The measure “{name}” is not split by “{field}”. Add it."},
    {"pack.trajectory_order", "计划的起始日应早于截止日。请改正 from 和 until。", "The plan must begin before it ends. Correct from and until."},
    {"pack.trajectory_period", "有计划进度的指标须以年份字段（type: int）作统计期。", "An indicator with a trajectory needs a year field (type: int) as its period."},
    {"pack.no_template", "没有模板文件“{path}”。请放入业务模板目录。", "There is no template “{path}”. Put it into the pack's folder."},
    {"pack.refused_location", "“{name}”：本系统不记录人的行踪和位置。请记录事项所在地点即可。", "“{name}”: Luoshi keeps no record of where people are. Record the place of the matter instead."},
    {"pack.refused_points", "“{name}”：本系统不做打卡、积分、登录或在线时长统计。请统计办成的事。", "“{name}”: Luoshi counts no check-ins, points, logins or time online. Count what was done."},
    {"pack.refused_grading", "“{name}”：不对居民和农户打分、分级。如属法定待遇档次，请用待遇的名称（如残疾等级）。", "“{name}”: residents and households are not scored or graded. If it is an entitlement, name it as one (for example 残疾等级)."},
    {"pack.refused_staff_figure", "“{name}”：不按工作人员个人统计或排名。请按单位统计。", "“{name}”: no figures by a named member of staff. Count by unit."},
    {"pack.refused_black_list", "“{name}”：不设居民和农户的黑名单。名单只列村和单位。", "“{name}”: no black list of residents or households. Lists name villages and offices only."},
    {"pack.refused_petitioners", "“{name}”：不建立信访人名单，不跟踪信访人。请按《信访工作条例》登记和办理信访事项。", "“{name}”: no list or tracking of petitioners. Register and handle the matter itself under the Regulation on Petitions."},
    {"pack.refused_opinion", "“{name}”：本系统不监测舆情。请登记需要回应的群众关切。", "“{name}”: Luoshi watches no public opinion. Register the questions to be answered instead."},
    {"pack.refused_private_life", "“{name}”：不收集亲属关系、车辆、房产和银行流水。请依法由主管部门核对，只登记结论。", "“{name}”: no family trees, vehicles, flats or bank flows. Leave the check to the authority and record its result."},
    {"pack.refused_forced_evidence", "“{name}”：必填的照片或位置须写明理由（reason）。没有必要的请改为选填。", "“{name}”: a required photo or position needs a reason. Where there is none, make it optional."},
    {"pack.refused_penalty", "“{name}”：处罚、扣分或一票否决须写明依据（basis）。没有依据的请删去。", "“{name}”: a penalty, deduction or veto needs a stated basis. Without one, remove it."},
    {"pack.refused_willingness", "“{name}”：涉及本人意愿的比率须同时列出 all（应）和 willing（愿）两个分母，目标只对 willing。请补上 bases 和 binding。", "“{name}”: a rate with willingness in it needs the bases all and willing, and binds to willing. Add bases and binding."},
    {"pack.refused_small_numbers", "“{name}”：不愿意的人数较少时不得显示。请写 small: hide。", "“{name}”: small numbers of people who said no must not show. Write small: hide."},
    {"pack.refused_personal_figure", "敏感字段“{field}”不能用于统计、时限、流转条件或分组。请先声明一个粗略字段（如出生年）。", "The personal field “{field}” cannot be used in figures, clocks, guards or breakdowns. Declare a coarse field first (for example the birth year)."},
    {"sheet.no_header", "找不到表头行。请在表格上方保留一行列名（至少两列）。", "No header row was found. Keep one row of column names (two at least) above the data."},
    {"sheet.no_rows", "表头下面没有数据。请至少保留一行。", "There is no data below the header. Keep one row at least."},
    {"sheet.too_large", "表格超过 {most} 行或 200 列。请只留下样例数据。", "The sheet has more than {most} rows or 200 columns. Keep a sample only."},
    {"sheet.refused", "列“{name}”本系统不承办。请从表格中删去该列后再试。", "Luoshi does not take the column “{name}”. Remove it from the sheet and try again."},
    {"world.syntax", "第 {line} 行看不懂：{reason}。请对照 docs/formats/pack.md 改正。", "Line {line} cannot be read: {reason}. See docs/formats/pack.md."},
    {"world.unknown", "第 {line} 行：没有“{name}”。请先在上文写出。", "Line {line}: there is no “{name}”. Write it above first."},
    {"world.twice", "第 {line} 行：“{name}”已经有了。请换一个名称。", "Line {line}: “{name}” is already there. Choose another name."},
    {"world.date_order", "第 {line} 行的日期早于上一条。请按日期先后书写。", "Line {line} is dated before the one above it. Write them in the order of their days."},
    {"world.too_large", "样例过大（{most}）。请缩小。", "The world is too large ({most}). Make it smaller."},
    // directive
    {"directive.not_text", "文件不是 UTF-8 文本。请另存为 UTF-8，或直接粘贴文字。", "This is not UTF-8 text. Save it as UTF-8, or paste the text."},
    {"directive.too_long", "文本超过 {limit} MB。请分成几份再读。", "The text is longer than {limit} MB. Split it and read the parts."},
    {"lexicon.entry", "词库中“{entry}”不合格式。请对照 lexicons/README.md 修改。", "“{entry}” does not fit the lexicon format. See lexicons/README.md."},
    // document
    {"document.damaged", "文件已损坏或不完整，打不开。请用 Office 或 WPS 打开另存一份再上传。", "The file is damaged or incomplete. Open it in an office program, save a copy and upload that."},
    {"document.encoding", "认不出文件的文字编码。请另存为 UTF-8 编码再上传。", "The text encoding of the file is not known. Save it as UTF-8 and upload it again."},
    {"document.locked", "文件设有打开密码。请去掉密码后再上传。", "The file has a password. Remove the password and upload it again."},
    {"document.not_a_sheet", "这不是表格文件。请上传 .xlsx 或 .csv 表格。", "This is not a sheet. Upload an .xlsx or .csv file."},
    {"document.not_a_text", "这是表格，不是文稿。请上传 .docx 或 .txt 文稿，表格请从“导入”上传。", "This is a sheet, not a paper. Upload a .docx or .txt file here, and sheets under Import."},
    {"document.old_format", "不能读取这种格式（例如 .doc、.xls、.wps）。请用 Office 或 WPS 打开，另存为 .docx 或 .xlsx 再上传。", "This format (such as .doc, .xls or .wps) is not read. Open it in an office program and save it as .docx or .xlsx."},
    {"document.pdf", "不能读取 PDF。请上传原来的 .docx 文稿，或复制文字后粘贴。", "PDF is not read. Upload the original .docx, or copy its text and paste it."},
    {"document.picture", "不能读取图片和扫描件。请上传 .docx 文稿，或把文字录入后粘贴。", "Pictures and scans are not read. Upload a .docx, or type the text and paste it."},
    {"document.secret", "文稿标有密级（秘密、机密或绝密），不得进入本系统。请按保密规定处理，并删除上传的副本。", "The paper is marked secret and must not enter this system. Handle it by the rules of secrecy and delete the copy you tried to upload."},
    {"document.too_large", "文件过大，或展开后过大。请删去图片、拆分后再上传。", "The file is too large, or unpacks to too much. Remove pictures or split it, and upload it again."},
    {"sheet.cell_too_long", "单元格 {cell} 的内容过长。请缩短后再试。", "The content of cell {cell} is too long. Shorten it and try again."},
    {"sheet.choices_too_long", "下拉选项为空、过多或含有逗号，表格放不下。请减少或改写选项。", "The drop-down choices are empty, too many or contain a comma. Use fewer or shorter choices."},
    {"sheet.missing", "工作簿里没有这张工作表。请重新选择。", "The workbook has no such sheet. Choose again."},
    {"sheet.name_taken", "工作簿里已有名为“{name}”的工作表。请换一个名称。", "The workbook already has a sheet named “{name}”. Use another name."},
    {"sheet.too_many_columns", "表格超过 {limit} 列。请删去多余的列再上传。", "The sheet has more than {limit} columns. Remove the surplus and upload it again."},
    {"sheet.too_many_rows", "表格超过 {limit} 行。请拆分后再上传。", "The sheet has more than {limit} rows. Split it and upload it again."},
    // storage
    {"storage.backup_elsewhere", "该数据库请用自带工具备份（例如 pg_dump）。", "Back this database up with its own tools (pg_dump, for example)."},
    {"storage.busy", "系统正忙，请稍后再试。", "The database is busy. Try again in a moment."},
    {"storage.duplicate", "已有相同的内容。请刷新后再试。", "The same thing is already there. Reload and try again."},
    {"storage.failed", "数据库出错，本次操作未保存。请联系管理员查看日志。", "The database reported an error and nothing was saved. Ask the administrator to look at the log."},
    {"storage.full", "磁盘空间不足，本次操作未保存。请管理员清理磁盘后再试。", "The disk is full and nothing was saved. Free some space and try again."},
    {"storage.schema_mismatch", "数据库与本程序版本不符（{migration}）。请使用建立该数据库的版本或更新的版本。", "The database does not fit this program ({migration}). Use the version that made it, or a newer one."},
    {"storage.unreachable", "连接不上数据库。请检查数据库是否运行，然后再试。", "The database cannot be reached. Check that it runs, then try again."},
    // journal
    {"journal.fenced", "刚才有人先提交了变动。请重试。", "Somebody else wrote to this journal just now. Try again."},
    {"journal.damaged", "变动记录（编号 {journal}）第 {position} 条已损坏。请从备份恢复。", "Journal {journal} is damaged at position {position}. Restore it from a backup."},
    {"journal.frontier_damaged", "变动记录的校验数据已损坏。请运行校验并从备份恢复。", "The hashes kept with a journal are damaged. Verify the database and restore it from a backup."},
    {"journal.event_malformed", "内容无法保存：文字须为 UTF-8，数字须为整数（小数写成文字），日期在 1 至 9999 年之间，嵌套不超过 24 层。", "This cannot be stored: text must be UTF-8, numbers integers (decimals as text), days in the years 1 to 9999, and nesting at most 24 deep."},
    {"journal.event_too_large", "一次变动的内容超过 {limit} MiB。请拆分，或改为附件。", "One change holds more than {limit} MiB. Split it or attach a file."},
    {"journal.record_erased", "该记录的个人信息已依法删除，不能再写入个人信息。请新建记录。", "The personal data of this record was erased; no more can be added. Make a new record."},
    {"journal.no_such_position", "没有第 {position} 条变动记录，目前共 {size} 条。请检查编号。", "There is no position {position}; the journal has {size} events. Check the number."},
    {"keys.missing", "找不到密钥文件 {path}。请检查数据目录，或从密钥备份恢复。", "There is no key file {path}. Check the data folder or restore the keys from their backup."},
    {"keys.unreadable", "密钥文件 {path} 读不出来，或与主密钥不符。请检查环境变量 LUOSHI_MASTER_KEY，或从密钥备份恢复。", "The key file {path} cannot be read or belongs to another master key. Check LUOSHI_MASTER_KEY or restore the keys from their backup."},
    {"keys.wrong", "密钥与数据不符，无法解密。请恢复与数据库配套的密钥。", "The key does not fit the data. Restore the keys that belong to this database."},
    {"checkpoint.malformed", "这不是一行完整的核验码。请原样复制整行。", "This is not a whole checkpoint line. Copy the line exactly."},
    {"checkpoint.signature", "核验码的签名不对，内容可能被改动。请向出具单位索取原件。", "The signature of this checkpoint is wrong; it may have been altered. Ask its issuer for the original."},
    {"verify.gap", "变动记录（编号 {journal}）第 {position} 条缺失或多余。请从备份恢复。", "Journal {journal}: position {position} is missing or should not be there. Restore it from a backup."},
    {"verify.columns", "变动记录（编号 {journal}）第 {position} 条与其索引不符。请从备份恢复。", "Journal {journal}: position {position} is no event or differs from its columns. Restore it from a backup."},
    {"verify.content", "变动记录（编号 {journal}）第 {position} 至 {last} 条中有内容被改动。请从备份恢复。", "Journal {journal}: an event from position {position} to {last} was altered. Restore it from a backup."},
    {"verify.node", "变动记录（编号 {journal}）本身完好，第 {position} 至 {last} 条的校验数据有误。请从备份恢复。", "Journal {journal}: the events are sound, the stored hash over positions {position} to {last} is not. Restore it from a backup."},
    {"verify.head", "变动记录（编号 {journal}）的末尾状态与内容不符（第 {position} 条）。请从备份恢复。", "Journal {journal}: the stored head differs from the events at position {position}. Restore it from a backup."},
    {"attachment.missing", "附件不存在，或已随个人信息一并删除。请重新上传。", "The attachment is not there or was erased with its record. Upload it again."},
    {"attachment.damaged", "附件 {hash} 已损坏。请从备份恢复。", "The attachment {hash} is damaged. Restore it from a backup."},
    {"attachment.too_large", "附件超过 {limit} MiB。请压缩或拆分。", "The attachment is larger than {limit} MiB. Compress or split it."},
    {"attachment.malformed", "附件的类型说明有误。请检查上传程序。", "The attachment's media type is malformed. Check the program that uploads."},
    // root
    // access
    // register
    // figure
    // app
    // server, cli
};
// clang-format on

}  // namespace

std::span<const MessageRow> Messages() {
  static const std::vector<MessageRow> sorted = [] {
    std::vector<MessageRow> rows(std::begin(kRows), std::end(kRows));
    std::sort(rows.begin(), rows.end(),
              [](const MessageRow& a, const MessageRow& b) { return a.key < b.key; });
    return rows;
  }();
  return sorted;
}

const MessageRow* FindMessage(std::string_view key) {
  const std::span<const MessageRow> rows = Messages();
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), key,
      [](const MessageRow& row, std::string_view wanted) { return row.key < wanted; });
  return found != rows.end() && found->key == key ? &*found : nullptr;
}

}  // namespace luoshi
