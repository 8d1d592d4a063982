// Tables of the PDF writer: header rows come again on each page, rows are never split. Internal to
// document.
#pragma once

#include "document/canvas.h"
#include "document/paper.h"

namespace luoshi::document {

// The page a table is set on.
class TablePress {
 public:
  TablePress() = default;
  TablePress(const TablePress&) = delete;
  TablePress& operator=(const TablePress&) = delete;
  virtual ~TablePress() = default;
  virtual Canvas& canvas() = 0;
  virtual double y() const = 0;
  virtual double left() const = 0;
  virtual double width() const = 0;
  virtual double page_room() const = 0;  // of an empty page
  virtual bool Fits(double height) const = 0;
  virtual void Advance(double height) = 0;
  virtual void NewPage() = 0;
};

void SetTable(TablePress& press, const Table& table);

}  // namespace luoshi::document
