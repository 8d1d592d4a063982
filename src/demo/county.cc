#include "demo/county.h"

#include <array>

#include "app/builtin.h"
#include "demo/names.h"
#include "rules/calendar.h"

namespace luoshi::demo {
namespace {

constexpr int kGridsPerVillage = 8;
constexpr std::string_view kMerged = "双桥村";

struct VillageRow {
  std::string_view name;
  std::string_view alias;
  int households;  // in the full size
};

// Villages 201 to 214 of the first town.
constexpr std::array<VillageRow, 14> kVillages = {{{"石桥村", "石桥", 1'020},
                                                   {"青杠坪村", "青杠坪", 940},
                                                   {"月亮湾村", "月亮湾村委会", 880},
                                                   {"麻柳溪村", "麻柳溪", 860},
                                                   {"竹园坝村", "竹园坝村民委员会", 830},
                                                   {"老鹰岩村", "老鹰岩", 810},
                                                   {"柏树垭村", "柏树垭", 790},
                                                   {"梨子坪村", "梨坪村", 780},
                                                   {"双河口村", "双河", 760},
                                                   {"高家岭村", "高岭", 720},
                                                   {"白果村", "白果", 700},
                                                   {"茶店村", "茶店", 680},
                                                   {"下桥村", "下桥", 640},
                                                   {"大堰村", "大堰塘", 590}}};

struct OfficeRow {
  std::string_view name;
  std::array<std::string_view, 2> aliases;
};

constexpr std::array<OfficeRow, 9> kOffices = {{{"党政办", {"党政办公室", "党政综合办公室"}},
                                                {"农业农村办", {"农业农村办公室", "农办"}},
                                                {"社会事务办", {"社会事务办公室", "社事办"}},
                                                {"社保所", {"社会保障所", "人社所"}},
                                                {"应急办", {"应急管理办公室", "安监办"}},
                                                {"财政所", {"财政所（国资办）", "镇财政所"}},
                                                {"经发办", {"经济发展办公室", "招商办"}},
                                                {"自然资源所", {"国土所", "自然资源和规划所"}},
                                                {"派出所", {"镇派出所", "公安派出所"}}}};

// The line of work, the office that keeps it, its officer and its deputy in the first town.
struct LineRow {
  std::string_view pack;
  std::string_view office;
  std::string_view officer;
  std::string_view deputy;
  std::string_view deputy_title;
};

constexpr std::array<LineRow, 5> kLines = {
    {{"insurance_fees", "社保所", "officer_insurance", "deputy_social", "分管社会事务副镇长"},
     {"household_monitoring", "农业农村办", "officer_monitoring", "deputy_agriculture",
      "分管农业农村副镇长"},
     {"hazard", "应急办", "officer_safety", "deputy_safety", "分管应急副镇长"},
     {"project", "经发办", "officer_project", "deputy_economy", "常务副镇长"},
     {"revenue", "财政所", "officer_revenue", "deputy_economy", "常务副镇长"}}};

// Fills lists of root commands and keeps the numbers that the next unit gets.
class Registrar {
 public:
  Registrar(app::App& app, const access::Scope& scope, SeededRandom& random)
      : app_(app), scope_(scope), random_(random), next_(NumberOf(app.directory()->next_unit())) {}

  UnitId Unit(std::string_view code,
              std::string_view name,
              std::string_view level,
              UnitId parent,
              std::string_view peer_class = "",
              std::span<const std::string_view> aliases = {}) {
    JsonArray names;
    for (const std::string_view alias : aliases) {
      names.emplace_back(std::string(alias));
    }
    units_.push_back({{"unit", next_},
                      {"code", std::string(code)},
                      {"name", std::string(name)},
                      {"level", std::string(level)},
                      {"parent", NumberOf(parent)},
                      {"peer_class", std::string(peer_class)},
                      {"aliases", std::move(names)}});
    return UnitId{next_++};
  }

  void Add(std::string_view name, std::string kind, JsonObject body) {
    rest_.push_back(NewRootCommand(app_, scope_, name, std::move(kind), std::move(body)));
  }

  // A person in office: user, post and one grant. Returns the name he goes by.
  std::string Person(const std::string& user,
                     const std::string& post_title,
                     std::string_view role,
                     UnitId unit,
                     const std::vector<std::string>& lines = {},
                     std::string_view from = kFoundedOn) {
    std::string name = MakeName(random_, random_.Below(3) == 0);
    Add("user " + user, "user.add", {{"user", user}, {"title", name}});
    Add("post " + user, "post.add",
        {{"post", "post_" + user}, {"title", post_title}, {"unit", NumberOf(unit)}});
    Add("hold " + user, "post.hold", {{"post", "post_" + user}, {"user", user}});
    JsonArray packs;
    for (const std::string& line : lines) {
      packs.emplace_back(line);
    }
    Add("grant " + user, "grant.add",
        {{"grant", "grant_" + user},
         {"user", user},
         {"role", std::string(role)},
         {"unit", NumberOf(unit)},
         {"lines", std::move(packs)},
         {"from", std::string(from)}});
    return name;
  }

  Status Write() {
    std::vector<root::RootCommand> commands;
    commands.push_back(
        NewRootCommand(app_, scope_, "units", "unit.add",
                       {{"from", std::string(kFoundedOn)}, {"units", std::move(units_)}}));
    commands.insert(commands.end(), std::make_move_iterator(rest_.begin()),
                    std::make_move_iterator(rest_.end()));
    return app_.Administer(scope_, commands);
  }

 private:
  app::App& app_;
  const access::Scope& scope_;
  SeededRandom& random_;
  std::int64_t next_;
  JsonArray units_;
  std::vector<root::RootCommand> rest_;
};

Status EnableAll(app::App& app, const access::Scope& scope) {
  for (const rules::CalendarYear& year : app::BuiltinCalendars()) {
    const root::RootCommand command =
        NewRootCommand(app, scope, "calendar " + std::to_string(year.year), "calendar.add",
                       rules::Calendar::WriteYear(year));
    TRY(app.Administer(scope, std::span(&command, 1)));
  }
  // What is pointed to comes before what points to it.
  constexpr std::array<std::string_view, 6> kFirst = {"household", "person",   "directive",
                                                      "task",      "bulletin", "import"};
  std::map<std::string, std::vector<rules::PackFile>> packs = app::BuiltinPacks();
  for (const std::string_view name : kFirst) {
    const auto found = packs.find(std::string(name));
    LUOSHI_CHECK(found != packs.end());
    TRY(app.EnablePack(scope, std::move(found->second)));
    packs.erase(found);
  }
  for (auto& [name, files] : packs) {
    TRY(app.EnablePack(scope, std::move(files)));
  }
  return {};
}

void AddVillage(Registrar& registrar,
                Town& town,
                const std::string& code,
                const VillageRow& row,
                std::string_view peer_class,
                const std::string& user) {
  Village village;
  village.code = code;
  village.name = row.name;
  village.alias = row.alias;
  const std::array<std::string_view, 1> aliases = {row.alias};
  village.unit = registrar.Unit(code, row.name, "village", town.unit, peer_class, aliases);
  for (int grid = 1; grid <= kGridsPerVillage; ++grid) {
    registrar.Unit(code + "0" + std::to_string(grid),
                   village.name + "第" + std::to_string(grid) + "网格", "grid", village.unit);
  }
  village.grid_worker = "grid_" + user;
  registrar.Person(village.grid_worker, village.name + "专职网格员", "grid_worker", village.unit);
  village.secretary = "village_" + user;
  village.secretary_name = registrar.Person(village.secretary, village.name + "党支部书记",
                                            "village_secretary", village.unit);
  town.villages.push_back(std::move(village));
}

Town FirstTown(Registrar& registrar, UnitId county, Size size) {
  Town town;
  town.code = "990101101";
  town.name = "云溪镇";
  town.unit = registrar.Unit(town.code, town.name, "town", county, "乡镇");
  for (const OfficeRow& row : kOffices) {
    town.offices[std::string(row.name)] =
        registrar.Unit("", row.name, "office", town.unit, "", row.aliases);
  }
  for (std::size_t i = 0; i < kVillages.size(); ++i) {
    const std::string number = std::to_string(201 + i);
    AddVillage(registrar, town, town.code + number, kVillages[i], i % 3 == 2 ? "山区村" : "平坝村",
               number);
    town.villages.back().households = size == Size::kFull ? kVillages[i].households : 4;
  }
  registrar.Person("secretary", "镇党委书记", "secretary", town.unit);
  registrar.Person("mayor", "镇长", "mayor", town.unit);
  town.clerk = "clerk";
  registrar.Person(town.clerk, "党政办工作人员", "office_clerk", town.offices["党政办"]);
  town.supervisor = "supervisor";
  registrar.Person(town.supervisor, "镇督办员", "supervisor", town.unit);
  std::map<std::string, std::pair<std::string, std::vector<std::string>>> deputies;
  for (const LineRow& row : kLines) {
    const std::string pack(row.pack);
    town.officers[pack] = row.officer;
    town.deputies[pack] = row.deputy;
    registrar.Person(std::string(row.officer), std::string(row.office) + "业务干部", "line_officer",
                     town.offices[std::string(row.office)],
                     {pack, "household", "person", "task", "directive", "import"});
    auto& [title, lines] = deputies[std::string(row.deputy)];
    title = row.deputy_title;
    lines.push_back(pack);
  }
  for (auto& [user, post] : deputies) {
    for (const char* line : {"household", "person", "task", "directive", "bulletin", "import"}) {
      post.second.emplace_back(line);
    }
    registrar.Person(user, post.first, "deputy", town.unit, post.second);
  }
  town.deputy = "deputy_economy";
  return town;
}

Town SmallTown(Registrar& registrar,
               UnitId county,
               Size size,
               const std::string& number,
               std::string_view name,
               std::span<const VillageRow> villages) {
  Town town;
  town.code = "990101" + number;
  town.name = name;
  town.unit = registrar.Unit(town.code, name, "town", county, "乡镇");
  for (const std::size_t office : {0U, 1U, 3U, 4U, 5U}) {
    const OfficeRow& row = kOffices[office];
    town.offices[std::string(row.name)] =
        registrar.Unit("", row.name, "office", town.unit, "", row.aliases);
  }
  for (std::size_t i = 0; i < villages.size(); ++i) {
    const std::string village = std::to_string(201 + i);
    AddVillage(registrar, town, town.code + village, villages[i], "平坝村", number + "_" + village);
    town.villages.back().households = size == Size::kFull ? villages[i].households : 2;
  }
  town.clerk = "clerk_" + number;
  town.supervisor = "supervisor_" + number;
  town.deputy = "deputy_" + number;
  const std::string officer = "officer_" + number;
  registrar.Person(town.clerk, "党政办工作人员", "office_clerk", town.offices["党政办"]);
  registrar.Person(town.supervisor, "镇督办员", "supervisor", town.unit);
  registrar.Person(town.deputy, "副镇长", "deputy", town.unit);
  registrar.Person(officer, "综合业务干部", "line_officer", town.offices["社保所"]);
  for (const LineRow& row : kLines) {
    town.officers[std::string(row.pack)] = officer;
    town.deputies[std::string(row.pack)] = town.deputy;
  }
  return town;
}

}  // namespace

const std::string& Town::OfficerFor(const std::string& pack) const { return officers.at(pack); }
const std::string& Town::DeputyFor(const std::string& pack) const { return deputies.at(pack); }

root::RootCommand NewRootCommand(app::App& app,
                                 const access::Scope& scope,
                                 std::string_view name,
                                 std::string kind,
                                 JsonObject body) {
  root::RootCommand command;
  command.origin = app.NewOrigin(scope);
  command.origin.command = Uuid::Derived({"demo", "root", name});
  command.kind = std::move(kind);
  command.body = std::move(body);
  return command;
}

Result<County> MakeCounty(app::App& app, Size size, SeededRandom& random) {
  const access::Scope scope = app.SystemScope("demo");
  TRY(EnableAll(app, scope));
  Registrar registrar(app, scope, random);
  County county;
  county.unit = registrar.Unit("990101", "演示县", "county", kNoUnit);
  county.office = registrar.Unit("", "县政府办公室", "office", county.unit);
  county.towns.push_back(FirstTown(registrar, county.unit, size));
  constexpr std::array<VillageRow, 3> kSecond = {
      {{"枫香村", "枫香", 130}, {"新塘村", "新塘", 110}, {"芦坪村", "芦坪", 90}}};
  constexpr std::array<VillageRow, 2> kThird = {{{"响水村", "响水", 120}, {"鹿鸣村", "鹿鸣", 100}}};
  county.towns.push_back(SmallTown(registrar, county.unit, size, "102", "枫林镇", kSecond));
  county.towns.push_back(SmallTown(registrar, county.unit, size, "103", "响泉乡", kThird));

  registrar.Person("administrator", "系统管理员", "administrator", county.unit);
  registrar.Person("auditor", "审计管理员", "auditor", county.unit);
  county.clerk = "county_clerk";
  registrar.Person(county.clerk, "县政府办公室督查室干部", "office_clerk", county.office);
  std::int64_t jurisdiction = 1;
  std::vector<UnitId> owners = {county.unit};
  for (const Town& town : county.towns) {
    owners.push_back(town.unit);
  }
  for (const UnitId owner : owners) {
    registrar.Add("jurisdiction " + std::to_string(jurisdiction), "jurisdiction.add",
                  {{"jurisdiction", jurisdiction},
                   {"unit", NumberOf(owner)},
                   {"from", std::string(kFoundedOn)}});
    ++jurisdiction;
  }
  TRY(registrar.Write());
  return county;
}

Result<Village> MergeVillages(app::App& app, const Town& town, Date from) {
  const access::Scope scope = app.SystemScope("demo");
  const Village& large = town.villages[0];   // 石桥村
  const Village& small = town.villages[12];  // 下桥村
  Village merged = large;
  merged.code = town.code + "215";
  merged.name = kMerged;
  merged.alias = "双桥";
  merged.households = large.households + small.households;
  merged.unit = app.directory()->next_unit();
  const std::string day = from.ToString();
  std::vector<root::RootCommand> commands;
  const auto add = [&](const std::string& name, std::string kind, JsonObject body) {
    commands.push_back(
        NewRootCommand(app, scope, "merger " + name, std::move(kind), std::move(body)));
  };
  JsonArray units;
  units.push_back({{"unit", NumberOf(merged.unit)},
                   {"code", merged.code},
                   {"name", merged.name},
                   {"level", "village"},
                   {"parent", NumberOf(town.unit)},
                   {"peer_class", "平坝村"}});
  add("unit", "unit.add", {{"from", day}, {"units", std::move(units)}});
  for (const Unit& unit : app.directory()->units()) {
    if (unit.level == UnitLevel::kGrid &&
        (unit.parent == large.unit || unit.parent == small.unit)) {
      add("grid " + unit.code, "unit.move",
          {{"unit", NumberOf(unit.id)}, {"parent", NumberOf(merged.unit)}, {"from", day}});
    }
  }
  add("merge", "unit.merge",
      {{"from", day},
       {"units", JsonArray{NumberOf(large.unit), NumberOf(small.unit)}},
       {"into", JsonArray{NumberOf(merged.unit)}}});
  // The first secretary goes on for the whole; the other one's grant ends with his village.
  const std::string last = (from - 1).ToString();
  for (const std::string& user : {large.secretary, small.secretary}) {
    add("end " + user, "grant.end", {{"grant", "grant_" + user}, {"until", last}});
  }
  for (const auto& [user, role] :
       {std::pair<std::string, std::string>{large.secretary, "village_secretary"},
        {large.grid_worker, "grid_worker"}}) {
    add("grant " + user, "grant.add",
        {{"grant", "grant_" + user + "_merged"},
         {"user", user},
         {"role", role},
         {"unit", NumberOf(merged.unit)},
         {"lines", JsonArray{}},
         {"from", day}});
  }
  add("post", "post.add",
      {{"post", "post_merged"},
       {"title", merged.name + "党支部书记"},
       {"unit", NumberOf(merged.unit)}});
  add("hold", "post.hold", {{"post", "post_merged"}, {"user", large.secretary}});
  TRY(app.Administer(scope, commands));
  return merged;
}

}  // namespace luoshi::demo
