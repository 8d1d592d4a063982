#include "document/zip.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <zlib.h>

#include <zip.h>

namespace luoshi::document {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;

Error Damaged(std::string detail) {
  return {ErrorCode::kInvalid, "document.damaged", {}, {}, std::move(detail)};
}

Error TooLarge(std::string detail) {
  return {ErrorCode::kInvalid, "document.too_large", {}, {}, std::move(detail)};
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

void Little(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out.push_back(static_cast<char>(value & 0xff));
    value >>= 8;
  }
}

}  // namespace

struct ZipReader::Archive {
  zip_t* zip = nullptr;
  Archive() = default;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() {
    if (zip != nullptr) {
      zip_discard(zip);
    }
  }
};

ZipReader::ZipReader(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::Open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto archive = std::make_unique<Archive>();
  archive->zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive->zip == nullptr) {
    std::string detail = zip_error_strerror(&error);
    zip_error_fini(&error);
    zip_source_free(source);
    return Damaged(std::move(detail));
  }
  zip_error_fini(&error);
  const zip_int64_t count = zip_get_num_entries(archive->zip, 0);
  if (count > kMaxEntries) {
    return TooLarge(std::to_string(count) + " entries");
  }
  ZipReader reader(std::move(archive));
  std::uint64_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    if (zip_stat_index(reader.archive_->zip, i, 0, &stat) != 0 ||
        (stat.valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) !=
            (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) {
      return Damaged("entry without a name or size");
    }
    // The sum cannot wrap round: it is held below the limit at each step.
    if (stat.size > kMaxUnpackedBytes || (total += stat.size) > kMaxUnpackedBytes) {
      return TooLarge(std::string("unpacks to too much at ") + stat.name);
    }
    if (stat.size > kRatioCheckedFrom && stat.size / kMaxRatio > stat.comp_size) {
      return TooLarge(std::string("suspicious ratio at ") + stat.name);
    }
    reader.names_.emplace_back(stat.name);
  }
  return reader;
}

bool ZipReader::Has(const std::string& name) const {
  return zip_name_locate(archive_->zip, name.c_str(), 0) >= 0;
}

Status ZipReader::Stream(const std::string& name,
                         const std::function<Status(std::string_view)>& on_piece) const {
  const zip_int64_t index = zip_name_locate(archive_->zip, name.c_str(), 0);
  zip_stat_t stat;
  if (index < 0 || zip_stat_index(archive_->zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
    return Damaged("no entry " + name);
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive_->zip, static_cast<zip_uint64_t>(index), 0));
  if (file == nullptr) {
    const int code = zip_error_code_zip(zip_get_error(archive_->zip));
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP) {
      return Error{ErrorCode::kInvalid, "document.locked"};
    }
    return Damaged(name + ": " + zip_strerror(archive_->zip));
  }
  std::array<char, kPiece> piece;
  std::uint64_t done = 0;
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) {
      return Damaged(name + ": " + zip_file_strerror(file.get()));
    }
    if (got == 0) {
      return {};
    }
    done += static_cast<std::uint64_t>(got);
    // The directory's size was checked on opening; the data must not be more than it says.
    if (done > stat.size) {
      return Damaged(name + " is longer than declared");
    }
    TRY(on_piece({piece.data(), static_cast<std::size_t>(got)}));
  }
}

Result<std::string> ZipReader::Read(const std::string& name) const {
  std::string out;
  TRY(Stream(name, [&out](std::string_view piece) -> Status {
    out.append(piece);
    return {};
  }));
  return out;
}

Result<std::string> ReplaceZipEntry(std::string_view bytes,
                                    const std::string& name,
                                    std::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  // A copy that libzip owns: writing into a source over borrowed bytes, libzip 1.7.3 frees them.
  void* copy = std::malloc(std::max<std::size_t>(bytes.size(), 1));
  LUOSHI_CHECK(copy != nullptr);
  std::memcpy(copy, bytes.data(), bytes.size());
  zip_source_t* source = zip_source_buffer_create(copy, bytes.size(), 1, &error);
  if (source == nullptr) {
    std::free(copy);
    return Damaged("no source");
  }
  // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): libzip frees the copy with the source
  zip_source_keep(source);  // so that it outlives the archive and can be read back
  const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> kept(source, &zip_source_free);
  zip_t* zip = zip_open_from_source(source, 0, &error);
  if (zip == nullptr) {
    std::string detail = zip_error_strerror(&error);
    zip_error_fini(&error);
    zip_source_free(source);
    return Damaged(std::move(detail));
  }
  const zip_int64_t index = zip_name_locate(zip, name.c_str(), 0);
  zip_source_t* replacement = zip_source_buffer(zip, content.data(), content.size(), 0);
  if (index < 0 || replacement == nullptr ||
      zip_file_replace(zip, static_cast<zip_uint64_t>(index), replacement, 0) != 0) {
    zip_source_free(replacement);
    zip_discard(zip);
    return Damaged("no entry " + name);
  }
  constexpr zip_uint16_t kFirstDosDay = (1 << 5) | 1;  // 1980-01-01
  zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, kFirstDosDay, 0);
  if (zip_close(zip) != 0) {
    std::string detail = zip_strerror(zip);
    zip_discard(zip);
    return Damaged(std::move(detail));
  }
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
    return Damaged("result is not readable");
  }
  std::string out(static_cast<std::size_t>(stat.size), '\0');
  const zip_int64_t got = zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  if (got != static_cast<zip_int64_t>(out.size())) {
    return Damaged("result is short");
  }
  return out;
}

// ---- writing: PKWARE APPNOTE 6.3, without zip64 (a document of ours stays below 4 GiB)

namespace {

constexpr std::uint64_t kLocalHeaderCrcAt = 14;
constexpr int kVersion = 20;            // 2.0: deflate
constexpr int kUtf8Names = 1 << 11;     // general purpose bit 11
constexpr int kDeflate = 8;             // method
constexpr int kDosDate = (1 << 5) | 1;  // 1980-01-01, the earliest a zip can say
constexpr int kRawWindow = -MAX_WBITS;  // no zlib header
constexpr int kMemoryLevel = 8;         // zlib's default
constexpr int kCompression = 6;

}  // namespace

struct ZipWriter::Deflater {
  z_stream stream{};
  std::array<unsigned char, kPiece> buffer{};
};

ZipWriter::ZipWriter() : deflater_(std::make_unique<Deflater>()) {
  LUOSHI_CHECK(deflateInit2(&deflater_->stream, kCompression, Z_DEFLATED, kRawWindow, kMemoryLevel,
                            Z_DEFAULT_STRATEGY) == Z_OK);
}

ZipWriter::~ZipWriter() { deflateEnd(&deflater_->stream); }

void ZipWriter::Begin(std::string_view name) {
  End();
  entries_.push_back(Entry{.name = std::string(name), .offset = out_.size()});
  Little(out_, 0x04034b50, 4);
  Little(out_, kVersion, 2);
  Little(out_, kUtf8Names, 2);
  Little(out_, kDeflate, 2);
  Little(out_, 0, 2);
  Little(out_, kDosDate, 2);
  Little(out_, 0, 12);  // crc and sizes, filled in by End
  Little(out_, name.size(), 2);
  Little(out_, 0, 2);
  out_.append(name);
  deflateReset(&deflater_->stream);
  open_ = true;
}

void ZipWriter::Pump(bool last) {
  z_stream& stream = deflater_->stream;
  do {
    stream.next_out = deflater_->buffer.data();
    stream.avail_out = static_cast<uInt>(deflater_->buffer.size());
    deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    const std::size_t made = deflater_->buffer.size() - stream.avail_out;
    entries_.back().packed += made;
    out_.append(reinterpret_cast<const char*>(deflater_->buffer.data()), made);
  } while (stream.avail_out == 0);
}

void ZipWriter::Write(std::string_view piece) {
  LUOSHI_CHECK(open_);
  Entry& entry = entries_.back();
  while (!piece.empty()) {
    const std::string_view part = piece.substr(0, kPiece);
    const auto* raw = reinterpret_cast<const Bytef*>(part.data());
    entry.crc = static_cast<std::uint32_t>(crc32(entry.crc, raw, static_cast<uInt>(part.size())));
    entry.unpacked += part.size();
    deflater_->stream.next_in = const_cast<Bytef*>(raw);
    deflater_->stream.avail_in = static_cast<uInt>(part.size());
    Pump(false);
    piece.remove_prefix(part.size());
  }
}

void ZipWriter::End() {
  if (!open_) {
    return;
  }
  Pump(true);
  open_ = false;
  const Entry& entry = entries_.back();
  std::string sizes;
  Little(sizes, entry.crc, 4);
  Little(sizes, entry.packed, 4);
  Little(sizes, entry.unpacked, 4);
  out_.replace(entry.offset + kLocalHeaderCrcAt, sizes.size(), sizes);
}

void ZipWriter::Add(std::string_view name, std::string_view content) {
  Begin(name);
  Write(content);
}

Result<std::string> ZipWriter::Finish() {
  End();
  constexpr std::uint64_t kMax = 0xffffffff;
  const std::uint64_t directory = out_.size();
  for (const Entry& entry : entries_) {
    if (entry.unpacked > kMax || directory > kMax) {
      return TooLarge("needs zip64");
    }
    Little(out_, 0x02014b50, 4);
    Little(out_, kVersion, 2);
    Little(out_, kVersion, 2);
    Little(out_, kUtf8Names, 2);
    Little(out_, kDeflate, 2);
    Little(out_, 0, 2);
    Little(out_, kDosDate, 2);
    Little(out_, entry.crc, 4);
    Little(out_, entry.packed, 4);
    Little(out_, entry.unpacked, 4);
    Little(out_, entry.name.size(), 2);
    Little(out_, 0, 12);  // no extra field, comment, disk or attributes
    Little(out_, entry.offset, 4);
    out_.append(entry.name);
  }
  const std::uint64_t size = out_.size() - directory;
  Little(out_, 0x06054b50, 4);
  Little(out_, 0, 4);
  Little(out_, entries_.size(), 2);
  Little(out_, entries_.size(), 2);
  Little(out_, size, 4);
  Little(out_, directory, 4);
  Little(out_, 0, 2);
  entries_.clear();
  return std::exchange(out_, {});
}

}  // namespace luoshi::document
