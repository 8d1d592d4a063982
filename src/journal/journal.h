// Journals: append-only, hashed sequences of events, one per jurisdiction, with a Merkle tree
// (RFC 6962 hashing) over each. docs/formats/event.md has the bytes. This header is all of it.
#pragma once

#include "journal/appender.h"
#include "journal/attachments.h"
#include "journal/checkpoint.h"
#include "journal/cursors.h"
#include "journal/event_codec.h"
#include "journal/head.h"
#include "journal/keyring.h"
#include "journal/merkle.h"
#include "journal/proof.h"
#include "journal/reader.h"
#include "journal/record_keys.h"
#include "journal/verify.h"
