.section .rodata
.global luoshi_builtin_0
luoshi_builtin_0:
.incbin "/work/wt/bulletin/calendars/2025.json"
.global luoshi_builtin_0_end
luoshi_builtin_0_end:
.byte 0
.global luoshi_builtin_1
luoshi_builtin_1:
.incbin "/work/wt/bulletin/calendars/2026.json"
.global luoshi_builtin_1_end
luoshi_builtin_1_end:
.byte 0
.global luoshi_builtin_2
luoshi_builtin_2:
.incbin "/work/wt/bulletin/lexicons/README.md"
.global luoshi_builtin_2_end
luoshi_builtin_2_end:
.byte 0
.global luoshi_builtin_3
luoshi_builtin_3:
.incbin "/work/wt/bulletin/lexicons/declined.txt"
.global luoshi_builtin_3_end
luoshi_builtin_3_end:
.byte 0
.global luoshi_builtin_4
luoshi_builtin_4:
.incbin "/work/wt/bulletin/lexicons/doers.txt"
.global luoshi_builtin_4_end
luoshi_builtin_4_end:
.byte 0
.global luoshi_builtin_5
luoshi_builtin_5:
.incbin "/work/wt/bulletin/lexicons/instructions.txt"
.global luoshi_builtin_5_end
luoshi_builtin_5_end:
.byte 0
.global luoshi_builtin_6
luoshi_builtin_6:
.incbin "/work/wt/bulletin/lexicons/lines.txt"
.global luoshi_builtin_6_end
luoshi_builtin_6_end:
.byte 0
.global luoshi_builtin_7
luoshi_builtin_7:
.incbin "/work/wt/bulletin/lexicons/measures.txt"
.global luoshi_builtin_7_end
luoshi_builtin_7_end:
.byte 0
.global luoshi_builtin_8
luoshi_builtin_8:
.incbin "/work/wt/bulletin/lexicons/tone.txt"
.global luoshi_builtin_8_end
luoshi_builtin_8_end:
.byte 0
.global luoshi_builtin_9
luoshi_builtin_9:
.incbin "/work/wt/bulletin/packs/bulletin/examples/issue.world"
.global luoshi_builtin_9_end
luoshi_builtin_9_end:
.byte 0
.global luoshi_builtin_10
luoshi_builtin_10:
.incbin "/work/wt/bulletin/packs/bulletin/pack.yaml"
.global luoshi_builtin_10_end
luoshi_builtin_10_end:
.byte 0
.global luoshi_builtin_11
luoshi_builtin_11:
.incbin "/work/wt/bulletin/packs/directive/examples/reading.world"
.global luoshi_builtin_11_end
luoshi_builtin_11_end:
.byte 0
.global luoshi_builtin_12
luoshi_builtin_12:
.incbin "/work/wt/bulletin/packs/directive/pack.yaml"
.global luoshi_builtin_12_end
luoshi_builtin_12_end:
.byte 0
.global luoshi_builtin_13
luoshi_builtin_13:
.incbin "/work/wt/bulletin/packs/hazard/examples/verification.world"
.global luoshi_builtin_13_end
luoshi_builtin_13_end:
.byte 0
.global luoshi_builtin_14
luoshi_builtin_14:
.incbin "/work/wt/bulletin/packs/hazard/pack.yaml"
.global luoshi_builtin_14_end
luoshi_builtin_14_end:
.byte 0
.global luoshi_builtin_15
luoshi_builtin_15:
.incbin "/work/wt/bulletin/packs/household/examples/count.world"
.global luoshi_builtin_15_end
luoshi_builtin_15_end:
.byte 0
.global luoshi_builtin_16
luoshi_builtin_16:
.incbin "/work/wt/bulletin/packs/household/pack.yaml"
.global luoshi_builtin_16_end
luoshi_builtin_16_end:
.byte 0
.global luoshi_builtin_17
luoshi_builtin_17:
.incbin "/work/wt/bulletin/packs/household_monitoring/examples/removal_rate.world"
.global luoshi_builtin_17_end
luoshi_builtin_17_end:
.byte 0
.global luoshi_builtin_18
luoshi_builtin_18:
.incbin "/work/wt/bulletin/packs/household_monitoring/pack.yaml"
.global luoshi_builtin_18_end
luoshi_builtin_18_end:
.byte 0
.global luoshi_builtin_19
luoshi_builtin_19:
.incbin "/work/wt/bulletin/packs/import/examples/rows.world"
.global luoshi_builtin_19_end
luoshi_builtin_19_end:
.byte 0
.global luoshi_builtin_20
luoshi_builtin_20:
.incbin "/work/wt/bulletin/packs/import/pack.yaml"
.global luoshi_builtin_20_end
luoshi_builtin_20_end:
.byte 0
.global luoshi_builtin_21
luoshi_builtin_21:
.incbin "/work/wt/bulletin/packs/insurance_fees/examples/collection_rate.world"
.global luoshi_builtin_21_end
luoshi_builtin_21_end:
.byte 0
.global luoshi_builtin_22
luoshi_builtin_22:
.incbin "/work/wt/bulletin/packs/insurance_fees/pack.yaml"
.global luoshi_builtin_22_end
luoshi_builtin_22_end:
.byte 0
.global luoshi_builtin_23
luoshi_builtin_23:
.incbin "/work/wt/bulletin/packs/person/examples/population.world"
.global luoshi_builtin_23_end
luoshi_builtin_23_end:
.byte 0
.global luoshi_builtin_24
luoshi_builtin_24:
.incbin "/work/wt/bulletin/packs/person/pack.yaml"
.global luoshi_builtin_24_end
luoshi_builtin_24_end:
.byte 0
.global luoshi_builtin_25
luoshi_builtin_25:
.incbin "/work/wt/bulletin/packs/project/examples/signed_not_started.world"
.global luoshi_builtin_25_end
luoshi_builtin_25_end:
.byte 0
.global luoshi_builtin_26
luoshi_builtin_26:
.incbin "/work/wt/bulletin/packs/project/pack.yaml"
.global luoshi_builtin_26_end
luoshi_builtin_26_end:
.byte 0
.global luoshi_builtin_27
luoshi_builtin_27:
.incbin "/work/wt/bulletin/packs/revenue/examples/end_of_august.world"
.global luoshi_builtin_27_end
luoshi_builtin_27_end:
.byte 0
.global luoshi_builtin_28
luoshi_builtin_28:
.incbin "/work/wt/bulletin/packs/revenue/pack.yaml"
.global luoshi_builtin_28_end
luoshi_builtin_28_end:
.byte 0
.global luoshi_builtin_29
luoshi_builtin_29:
.incbin "/work/wt/bulletin/packs/stated/examples/last_year.world"
.global luoshi_builtin_29_end
luoshi_builtin_29_end:
.byte 0
.global luoshi_builtin_30
luoshi_builtin_30:
.incbin "/work/wt/bulletin/packs/stated/pack.yaml"
.global luoshi_builtin_30_end
luoshi_builtin_30_end:
.byte 0
.global luoshi_builtin_31
luoshi_builtin_31:
.incbin "/work/wt/bulletin/packs/task/examples/closing.world"
.global luoshi_builtin_31_end
luoshi_builtin_31_end:
.byte 0
.global luoshi_builtin_32
luoshi_builtin_32:
.incbin "/work/wt/bulletin/packs/task/pack.yaml"
.global luoshi_builtin_32_end
luoshi_builtin_32_end:
.byte 0
.section .note.GNU-stack,"",@progbits
