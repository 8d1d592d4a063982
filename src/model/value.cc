#include "model/value.h"

namespace luoshi {

bool Value::operator==(const Value& other) const { return content == other.content; }

}  // namespace luoshi
