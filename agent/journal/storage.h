// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's files, behind an interface so that tests can fill the disk and tear a write.
#pragma once
#include "agent/protocol/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace agent {

/// Files by name in one directory. Errors are NoSpace (full, or not writable) and name the file.
class Storage {
public:
    virtual ~Storage() = default;
    /// Adds bytes at the end; durable when it returns. After an error a part of them may be there (a torn line).
    virtual protocol::Result<> append(const std::string &file, std::string_view bytes) = 0;
    /// The whole file at once, or not at all; durable when it returns.
    virtual protocol::Result<> replace(const std::string &file, std::string_view bytes) = 0;
    /// Absent files and what is beyond the end read as empty.
    virtual protocol::Result<std::string> read(const std::string &file, std::uint64_t offset = 0, std::uint64_t length = UINT64_MAX) const = 0;
    virtual std::uint64_t size(const std::string &file) const = 0;
};

/// Below one directory, mode 0600, fsync after each write.
class FileStorage : public Storage {
public:
    explicit FileStorage(std::string directory) : m_directory(std::move(directory)) { }
    /// Makes the directory (0700).
    protocol::Result<> open();
    const std::string &directory() const { return m_directory; }
    protocol::Result<> append(const std::string &file, std::string_view bytes) override;
    protocol::Result<> replace(const std::string &file, std::string_view bytes) override;
    protocol::Result<std::string> read(const std::string &file, std::uint64_t offset, std::uint64_t length) const override;
    std::uint64_t size(const std::string &file) const override;

private:
    std::string path(const std::string &file) const { return m_directory + "/" + file; }
    std::string m_directory;
};

/// In memory; survives "restarts" of whatever uses it. Faults are set by tests.
class MemoryStorage : public Storage {
public:
    /// From now on every write that would make all files together larger than this fails with NoSpace.
    void setCapacity(std::uint64_t bytes) { m_capacity = bytes; }
    /// The next append writes only so many bytes and fails, as a crash or a full disk in the middle of it would.
    void tearNextAppend(std::size_t kept) { m_tear = static_cast<std::int64_t>(kept); }
    std::map<std::string, std::string> &files() { return m_files; }
    protocol::Result<> append(const std::string &file, std::string_view bytes) override;
    protocol::Result<> replace(const std::string &file, std::string_view bytes) override;
    protocol::Result<std::string> read(const std::string &file, std::uint64_t offset, std::uint64_t length) const override;
    std::uint64_t size(const std::string &file) const override;

private:
    std::uint64_t used() const;
    std::map<std::string, std::string> m_files;
    std::uint64_t m_capacity = UINT64_MAX;
    std::int64_t m_tear = -1;
};

} // namespace agent
