// What Luoshi refuses to be (design §8, domain §1.7), found in a pack by its types and its words.
#pragma once

#include <vector>

#include "base/error.h"
#include "rules/definition.h"

namespace luoshi::pack {

// One error for each refusal met, pointing into pack.yaml. The closed list:
//   pack.refused_location         where somebody is or was
//   pack.refused_points           check-in, points, login, time online
//   pack.refused_grading          a number or order on a resident that is no entitlement
//   pack.refused_staff_figure     a figure by a named member of staff
//   pack.refused_black_list       a black list of households
//   pack.refused_petitioners      lists or tracking of petitioners
//   pack.refused_opinion          watching public opinion
//   pack.refused_private_life     family trees, vehicles, flats, bank flows
//   pack.refused_forced_evidence  a required photo or position without a reason
//   pack.refused_penalty          a penalty or veto without a basis
//   pack.refused_willingness      one base only where people may say no
//   pack.refused_small_numbers    a count of those who said no that shows small numbers
//   pack.refused_personal_figure  a figure, clock or rule over a personal field (CheckConsistency)
std::vector<Error> CheckRefusals(const rules::Pack& pack);

}  // namespace luoshi::pack
