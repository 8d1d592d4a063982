#include "directive/reasons.h"

namespace luoshi::directive {
namespace {

// clang-format off
constexpr Reason kReasons[] = {
    {"petitioner_tracking",
     "对信访人建名单、盯人或以“非访”数考核", "Lists, watching or head-counts of petitioners",
     "《信访工作条例》第十八条（不得打击报复）、第三十九条（以依法及时就地解决问题为考核依据）",
     "Regulations on Petition Work, arts. 18 and 39",
     "把来访事项登记为信访件或矛盾纠纷，按法定时限受理、办理、答复，就地解决问题本身。",
     "Register the matter as a petition or dispute and accept, handle and answer it within the statutory limits, where it arose."},
    {"opinion_watching",
     "监控舆情、盯账号、删帖控评", "Watching public opinion or accounts",
     "《个人信息保护法》第十三条、第三十四条（不得超出法定职责的范围和限度）；本系统公开的不承办清单",
     "Personal Information Protection Law, arts. 13 and 34; our published list",
     "把群众公开提出的问题登记为群众诉求，限时办理并公开回应关切。",
     "Record the question people ask as a public request, handle it in time and answer it in public."},
    {"person_ranking",
     "给干部或群众个人排名、点名通报", "Ranking or naming individual people",
     "国办函〔2026〕12号；本系统公开的不承办清单（名单和排名只到村和办公室）",
     "State Council General Office letter 2026 No. 12; our published list (rankings name villages and offices only)",
     "按村、按办公室通报进度，附被通报单位说明；个人的情况由本人和分管领导当面核对。",
     "Report progress by village and office with their reply; settle what concerns one person with that person."},
    {"checkin_points",
     "打卡、积分、学习时长或点赞转发排名", "Check-in, points, study-time or repost ranking",
     "国办函〔2026〕12号（禁止打卡、积分排名、在线时长、强制上传照片和轨迹；安保、应急除外）",
     "State Council General Office letter 2026 No. 12 (except security and emergency duty)",
     "登记组织生活是否开展、应到和实到人数；应急值守使用值班表和交接记录。",
     "Record that the meeting was held, who was due and present; for emergencies use the duty roster and handover log."},
    {"app_quota",
     "以安装、注册、登录率下达任务", "Quotas of installs, registrations or logins",
     "国办函〔2026〕12号（不得强制安装使用、不得通报安装率）",
     "State Council General Office letter 2026 No. 12",
     "公布办事渠道，由群众自愿选用，保留窗口、电话和纸质渠道。",
     "Publish the channels, leave the choice to people, and keep the counter, the telephone and paper."},
    {"household_blacklist",
     "对农户设黑榜、打分、曝光", "Black lists, scores or exposure of households",
     "《个人信息保护法》第十三条、第三十四条；国办函〔2026〕12号；本系统公开的不承办清单",
     "Personal Information Protection Law, arts. 13 and 34; State Council General Office letter 2026 No. 12; our published list",
     "只设红榜并经本人同意；问题按点位登记整改销号，评比只到村和公共区域。",
     "Keep only a red list of those who agree; register problems by place and close them; compare villages and public places only."},
    {"special_group_control",
     "对特殊人群、重点人员分级管控、稳控", "Control of “special groups” or key persons",
     "《个人信息保护法》第十三条、第二十八条、第三十四条；本系统公开的不承办清单",
     "Personal Information Protection Law, arts. 13, 28 and 34; our published list",
     "对提出申请的残疾人、老年人、留守儿童等提供走访关爱和救助服务，依法应管的由主管机关办理。",
     "Offer visits and help to those who ask; what the law puts under control is done by the competent organ."},
    {"police_work",
     "治安管控、打击违法犯罪", "Policing and crime fighting",
     "《人民警察法》《治安管理处罚法》（属公安机关职责）",
     "People's Police Law and Public Security Administration Punishments Law (a police duty)",
     "发现线索移交公安机关，本系统只记“已移交”和日期；群防群治只排志愿巡逻班次。",
     "Hand leads to the police and record only the date; for volunteers keep a roster of shifts."},
    {"rest_day_removal",
     "取消双休、休假而不安排补休", "Cancelling days off without time in lieu",
     "《劳动法》第四十四条；《公务员法》第八十二条（加班应补休或补助）",
     "Labour Law, art. 44; Civil Servants Law, art. 82 (overtime is made up by rest or pay)",
     "排值班表，写明带班和值班人员，占用休息日的登记补休。",
     "Make a duty roster with the leader and staff on duty, and record the time off in lieu that is owed."},
    {"location_tracking",
     "查岗定位、轨迹、人脸和照片打卡", "Location, trajectory, face or photo check-ins",
     "《个人信息保护法》第二十八条至第三十条；国办函〔2026〕12号",
     "Personal Information Protection Law, arts. 28–30; State Council General Office letter 2026 No. 12",
     "用电话或实地抽查值班，记时间、方式、结果和本人说明。",
     "Spot-check duty by telephone or visit and record time, way, result and the person's explanation."},
    {"veto_without_basis",
     "没有依据的一票否决", "Veto without a legal basis",
     "中央关于整治形式主义为基层减负的规定（一票否决须有中央依据）；本系统公开的不承办清单",
     "The central rules on easing the burden of the grassroots; our published list",
     "写明法律或中央文件依据后作为考核细则登记；没有依据的改为提醒和限期整改。",
     "Register it as a rule of assessment with its legal basis; without one, remind and set a term to put it right."},
    {"collective_penalty",
     "以村、户为单位罚款或收保证金", "Fines or deposits on villages or households",
     "《行政处罚法》第四条、第十七条（处罚须有法律依据并由有权机关实施）",
     "Law on Administrative Penalties, arts. 4 and 17",
     "登记问题并限期整改；依法应罚的移交有执法权的机关。",
     "Register the problem with a term; hand what the law punishes to the body that may punish."},
    {"coerced_consent",
     "以停发待遇、株连亲属等方式逼签、逼缴、逼搬", "Pressing people to sign, pay or move",
     "《社会救助暂行办法》；《土地管理法》；《个人信息保护法》第十四条（自愿、明确同意）",
     "Interim Measures for Social Assistance; Land Administration Law; Personal Information Protection Law, art. 14",
     "讲清政策并如实登记意愿（包括不同意），不同意的保留应急避险联系人，按约定的间隔再回访。",
     "Explain, record the wish as it is, “no” included, keep an emergency contact, and ask again only after the agreed time."},
    {"kin_and_assets",
     "收集亲属图谱、车辆房产、银行流水、用电数据比对个人", "Family trees, vehicles, flats, bank flows, power use",
     "《个人信息保护法》第六条、第二十八条；《监察法》（线索由监察机关依法处置）",
     "Personal Information Protection Law, arts. 6 and 28; Supervision Law",
     "对台账已有数据提出数据疑点，由业务办公室核对；涉及违纪违法的移交纪检监察机关，只记移交日期。",
     "Raise a question about a row of a register for its office to check; hand serious matters to the discipline organ."},
    {"personal_accusation",
     "记录或指控个人阻工、闹访、寻衅滋事", "Accusing named people of obstruction or trouble-making",
     "《信访工作条例》第十八条、第三十条；《人民调解法》第三条",
     "Regulations on Petition Work, arts. 18 and 30; People's Mediation Law, art. 3",
     "在项目中登记“有争议”并转矛盾纠纷调解，涉嫌违法的由公安机关处理。",
     "Mark the project as disputed and pass it to mediation; what may be an offence is for the police."},
    {"secret_matter",
     "涉密文件和国家秘密", "Secret papers",
     "《保守国家秘密法》（涉密信息不得进入非涉密系统）",
     "Law on Guarding State Secrets",
     "按保密规定在涉密系统或纸质渠道办理，本系统不登记内容。",
     "Handle it in a classified system or on paper as the secrecy rules say."},
};
// clang-format on

}  // namespace

std::span<const Reason> Reasons() { return kReasons; }

const Reason* FindReason(std::string_view key) {
  for (const Reason& reason : kReasons) {
    if (reason.key == key) {
      return &reason;
    }
  }
  return nullptr;
}

}  // namespace luoshi::directive
