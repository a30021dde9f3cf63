// SPDX-License-Identifier: GPL-3.0-or-later
// The one way for errors: a value or an Error. std::expected is not in the compilers we must build with.
#pragma once
#include "agent/protocol/problem.h"

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace protocol {

struct Error {
    Problem problem = Problem::Internal;
    std::string message; ///< what was tried, on what, and what is wrong with it; one sentence a person reads
    std::string detail{}; ///< verbatim words of a tool or file, or JSON where a code's detail is structured; may be empty
    std::string remedy{}; ///< what to do; may be empty
    friend bool operator==(const Error &, const Error &) = default;
};

template <class T = void> class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }
    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    T &value() & { assert(ok()); return *std::get_if<0>(&m_state); }
    const T &value() const & { assert(ok()); return *std::get_if<0>(&m_state); }
    T &&value() && { assert(ok()); return std::move(*std::get_if<0>(&m_state)); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    const Error &error() const { assert(!ok()); return *std::get_if<1>(&m_state); }

private:
    std::variant<T, Error> m_state;
};

template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) { }
    bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    const Error &error() const { assert(!ok()); return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace protocol
