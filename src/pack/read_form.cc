#include <algorithm>

#include "pack/pack_parts.h"

namespace luoshi::pack {
namespace {

using rules::Field;
using rules::FieldType;
using rules::TypeKind;

std::vector<rules::EnumValue> ReadValues(const YamlNode* node, Problems& problems) {
  std::vector<rules::EnumValue> values;
  ForEachName(node, problems, [&](const YamlMember& member) {
    rules::EnumValue value;
    value.key = member.key;
    // Short form: the title alone. A map with zh and en is a title too.
    if (member.value.kind == YamlNode::Kind::kMap && member.value.Find("title") != nullptr) {
      MapReader reader(member.value, problems);
      value.title = reader.TitleOf("title", Need::kRequired, member.key);
      value.aliases = reader.Texts("aliases");
      reader.Finish();
    } else {
      value.title = ReadTitle(member.value, problems, member.key);
    }
    values.push_back(std::move(value));
  });
  return values;
}

Field ReadField(const YamlMember& member, bool in_group, Problems& problems) {
  Field field;
  field.name = member.key;
  // Short form: the title alone is a text field.
  if (member.value.kind == YamlNode::Kind::kText) {
    field.title = ReadTitle(member.value, problems, in_group ? member.key : "");
    return field;
  }
  MapReader reader(member.value, problems);
  field.title = reader.TitleOf("title", Need::kRequired, in_group ? member.key : "");
  const std::size_t types = FieldTypeWords().size();
  const std::size_t word = reader.Word("type", FieldTypeWords(), types);
  if (word == types && reader.Node("type") != nullptr) {
    return field;  // without its type there is no saying which other keys are right
  }
  field.type = word == types ? FieldType::kText : static_cast<FieldType>(word);
  field.personal = reader.Flag("personal");
  field.required = reader.Flag("required");
  field.list = reader.Flag("list");
  field.aliases = reader.Texts("aliases");
  if (field.type == FieldType::kCarried) {
    field.carried_reference = reader.Name("reference", Need::kRequired);
    field.carried_field = reader.Name("field", Need::kRequired);
    // A carried field repeats the shape of what it copies: the values of an enum, the digits of a
    // number.
    reader.Node("as", Need::kRequired);
    field.carried_type = static_cast<FieldType>(reader.Word("as", FieldTypeWords(), 0));
  }
  const FieldType type = rules::ValueType(field);
  if (type == FieldType::kEnum || type == FieldType::kMultiEnum) {
    field.values = ReadValues(reader.Node("values", Need::kRequired), problems);
    if (field.values.empty()) {
      problems.Add(member.value, "pack.no_values", {{"name", field.name}});
    }
  }
  if (type == FieldType::kInt || type == FieldType::kDecimal || type == FieldType::kMoney) {
    field.unit_of_measure = reader.Text("unit_of_measure");
    field.minimum = reader.DecimalOf("minimum");
    field.maximum = reader.DecimalOf("maximum");
  }
  if (type == FieldType::kMoney) {
    field.scale = 2;
    if (field.unit_of_measure.empty()) {
      field.unit_of_measure = "元";
    }
  }
  if (type == FieldType::kDecimal) {
    field.scale = static_cast<int>(reader.Int("scale", 0, Decimal::kMaxScale).value_or(2));
  }
  if (field.type == FieldType::kText) {
    field.max_length = reader.Int("max_length", 1, 20000).value_or(field.max_length);
  }
  if (field.type == FieldType::kReference) {
    field.target = reader.Name("target", Need::kRequired);
  }
  if (field.type == FieldType::kPoint || field.type == FieldType::kAttachment) {
    field.reason = reader.Text("reason");
  }
  if (field.type == FieldType::kGroup) {
    if (in_group) {
      problems.Add(member.value, "pack.group_in_group", {{"name", field.name}});
    }
    const YamlNode* members = reader.Node("members", Need::kRequired);
    if (!in_group) {
      ForEachName(members, problems, [&](const YamlMember& inner) {
        field.members.push_back(ReadField(inner, true, problems));
      });
    }
    if (!in_group && members != nullptr && field.members.empty()) {
      problems.Add(*members, "pack.missing_key", {{"key", "members"}});
    }
  }
  // Read once the scope is known.
  for (const char* key : {"derived", "visible", "required_if"}) {
    reader.Node(key);
  }
  const bool constrained = reader.Node("constraint") != nullptr;
  field.constraint_message =
      reader.TitleOf("message", constrained ? Need::kRequired : Need::kOptional, "");
  reader.Finish();
  return field;
}

}  // namespace

const std::vector<std::string>& FieldTypeWords() {
  static const std::vector<std::string> words = {
      "text", "int",        "decimal", "money",      "date",        "time",
      "enum", "multi_enum", "bool",    "citizen_id", "credit_code", "phone",
      "unit", "reference",  "carried", "point",      "attachment",  "group"};
  return words;
}

std::vector<Field> ReadFields(const YamlNode& node, Problems& problems) {
  std::vector<Field> fields;
  ForEachName(&node, problems, [&](const YamlMember& member) {
    if (member.key == "state") {
      problems.Add(member.line, member.column, "pack.name_taken", {{"name", member.key}});
    }
    fields.push_back(ReadField(member, false, problems));
  });
  return fields;
}

void ReadFieldExpressions(const YamlNode& node,
                          const rules::Scope& scope,
                          std::vector<Field>& fields,
                          Problems& problems) {
  for (Field& field : fields) {
    const YamlNode* found = node.Find(field.name);
    if (found == nullptr) {
      continue;
    }
    const auto read = [&](const char* key, TypeKind wanted) -> std::optional<rules::Expression> {
      const YamlNode* source = found->Find(key);
      return source == nullptr ? std::nullopt : ReadExpression(*source, scope, wanted, problems);
    };
    field.derived = read("derived", rules::TypeOf(field).kind);
    field.visible = read("visible", TypeKind::kBool);
    field.required_if = read("required_if", TypeKind::kBool);
    field.constraint = read("constraint", TypeKind::kBool);
    if (const YamlNode* members = found->Find("members"); members != nullptr) {
      ReadFieldExpressions(*members, rules::MemberScope(field), field.members, problems);
    }
  }
}

std::optional<rules::Expression> ReadExpression(const YamlNode& node,
                                                const rules::Scope& scope,
                                                TypeKind wanted,
                                                Problems& problems) {
  const std::string source = ReadText(node, problems);
  if (source.empty()) {
    problems.Add(node, "pack.expression_empty");
    return std::nullopt;
  }
  Result<rules::Expression> compiled = rules::Expression::Compile(source, scope, wanted);
  if (compiled.ok()) {
    return std::move(compiled).value();
  }
  Error error = std::move(compiled).error();
  // Its own place is "line:column" inside the source; in the first line that can be added to ours.
  int column = node.column;
  if (error.pointer.rfind("1:", 0) == 0) {
    const std::optional<std::int64_t> inner = [&]() -> std::optional<std::int64_t> {
      std::int64_t value = 0;
      for (const char c : error.pointer.substr(2)) {
        if (c < '0' || c > '9' || value > 10000) {
          return std::nullopt;
        }
        value = value * 10 + (c - '0');
      }
      return value;
    }();
    column += static_cast<int>(inner.value_or(1)) - 1 + (node.quoted ? 1 : 0);
  }
  problems.Add(node.line, column, error.key, error.params);
  return std::nullopt;
}

}  // namespace luoshi::pack
