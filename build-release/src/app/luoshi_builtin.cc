#include "base/embedded_file.h"
extern "C" {
extern const char luoshi_builtin_0[];
extern const char luoshi_builtin_0_end[];
extern const char luoshi_builtin_1[];
extern const char luoshi_builtin_1_end[];
extern const char luoshi_builtin_2[];
extern const char luoshi_builtin_2_end[];
extern const char luoshi_builtin_3[];
extern const char luoshi_builtin_3_end[];
extern const char luoshi_builtin_4[];
extern const char luoshi_builtin_4_end[];
extern const char luoshi_builtin_5[];
extern const char luoshi_builtin_5_end[];
extern const char luoshi_builtin_6[];
extern const char luoshi_builtin_6_end[];
extern const char luoshi_builtin_7[];
extern const char luoshi_builtin_7_end[];
extern const char luoshi_builtin_8[];
extern const char luoshi_builtin_8_end[];
extern const char luoshi_builtin_9[];
extern const char luoshi_builtin_9_end[];
extern const char luoshi_builtin_10[];
extern const char luoshi_builtin_10_end[];
extern const char luoshi_builtin_11[];
extern const char luoshi_builtin_11_end[];
extern const char luoshi_builtin_12[];
extern const char luoshi_builtin_12_end[];
extern const char luoshi_builtin_13[];
extern const char luoshi_builtin_13_end[];
extern const char luoshi_builtin_14[];
extern const char luoshi_builtin_14_end[];
extern const char luoshi_builtin_15[];
extern const char luoshi_builtin_15_end[];
extern const char luoshi_builtin_16[];
extern const char luoshi_builtin_16_end[];
extern const char luoshi_builtin_17[];
extern const char luoshi_builtin_17_end[];
extern const char luoshi_builtin_18[];
extern const char luoshi_builtin_18_end[];
extern const char luoshi_builtin_19[];
extern const char luoshi_builtin_19_end[];
extern const char luoshi_builtin_20[];
extern const char luoshi_builtin_20_end[];
extern const char luoshi_builtin_21[];
extern const char luoshi_builtin_21_end[];
extern const char luoshi_builtin_22[];
extern const char luoshi_builtin_22_end[];
extern const char luoshi_builtin_23[];
extern const char luoshi_builtin_23_end[];
extern const char luoshi_builtin_24[];
extern const char luoshi_builtin_24_end[];
extern const char luoshi_builtin_25[];
extern const char luoshi_builtin_25_end[];
extern const char luoshi_builtin_26[];
extern const char luoshi_builtin_26_end[];
extern const char luoshi_builtin_27[];
extern const char luoshi_builtin_27_end[];
extern const char luoshi_builtin_28[];
extern const char luoshi_builtin_28_end[];
extern const char luoshi_builtin_29[];
extern const char luoshi_builtin_29_end[];
extern const char luoshi_builtin_30[];
extern const char luoshi_builtin_30_end[];
extern const char luoshi_builtin_31[];
extern const char luoshi_builtin_31_end[];
extern const char luoshi_builtin_32[];
extern const char luoshi_builtin_32_end[];
}
extern const luoshi::EmbeddedFile luoshi_builtin[];
const luoshi::EmbeddedFile luoshi_builtin[] = {
    {"calendars/2025.json", luoshi_builtin_0, luoshi_builtin_0_end},
    {"calendars/2026.json", luoshi_builtin_1, luoshi_builtin_1_end},
    {"lexicons/README.md", luoshi_builtin_2, luoshi_builtin_2_end},
    {"lexicons/declined.txt", luoshi_builtin_3, luoshi_builtin_3_end},
    {"lexicons/doers.txt", luoshi_builtin_4, luoshi_builtin_4_end},
    {"lexicons/instructions.txt", luoshi_builtin_5, luoshi_builtin_5_end},
    {"lexicons/lines.txt", luoshi_builtin_6, luoshi_builtin_6_end},
    {"lexicons/measures.txt", luoshi_builtin_7, luoshi_builtin_7_end},
    {"lexicons/tone.txt", luoshi_builtin_8, luoshi_builtin_8_end},
    {"packs/bulletin/examples/issue.world", luoshi_builtin_9, luoshi_builtin_9_end},
    {"packs/bulletin/pack.yaml", luoshi_builtin_10, luoshi_builtin_10_end},
    {"packs/directive/examples/reading.world", luoshi_builtin_11, luoshi_builtin_11_end},
    {"packs/directive/pack.yaml", luoshi_builtin_12, luoshi_builtin_12_end},
    {"packs/hazard/examples/verification.world", luoshi_builtin_13, luoshi_builtin_13_end},
    {"packs/hazard/pack.yaml", luoshi_builtin_14, luoshi_builtin_14_end},
    {"packs/household/examples/count.world", luoshi_builtin_15, luoshi_builtin_15_end},
    {"packs/household/pack.yaml", luoshi_builtin_16, luoshi_builtin_16_end},
    {"packs/household_monitoring/examples/removal_rate.world", luoshi_builtin_17, luoshi_builtin_17_end},
    {"packs/household_monitoring/pack.yaml", luoshi_builtin_18, luoshi_builtin_18_end},
    {"packs/import/examples/rows.world", luoshi_builtin_19, luoshi_builtin_19_end},
    {"packs/import/pack.yaml", luoshi_builtin_20, luoshi_builtin_20_end},
    {"packs/insurance_fees/examples/collection_rate.world", luoshi_builtin_21, luoshi_builtin_21_end},
    {"packs/insurance_fees/pack.yaml", luoshi_builtin_22, luoshi_builtin_22_end},
    {"packs/person/examples/population.world", luoshi_builtin_23, luoshi_builtin_23_end},
    {"packs/person/pack.yaml", luoshi_builtin_24, luoshi_builtin_24_end},
    {"packs/project/examples/signed_not_started.world", luoshi_builtin_25, luoshi_builtin_25_end},
    {"packs/project/pack.yaml", luoshi_builtin_26, luoshi_builtin_26_end},
    {"packs/revenue/examples/end_of_august.world", luoshi_builtin_27, luoshi_builtin_27_end},
    {"packs/revenue/pack.yaml", luoshi_builtin_28, luoshi_builtin_28_end},
    {"packs/stated/examples/last_year.world", luoshi_builtin_29, luoshi_builtin_29_end},
    {"packs/stated/pack.yaml", luoshi_builtin_30, luoshi_builtin_30_end},
    {"packs/task/examples/closing.world", luoshi_builtin_31, luoshi_builtin_31_end},
    {"packs/task/pack.yaml", luoshi_builtin_32, luoshi_builtin_32_end},
    {nullptr, nullptr, nullptr}};
