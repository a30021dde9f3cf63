// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/mountdata.h"

#include "agent/collect/scan.h"

#include <array>
#include <cstring>

namespace collect {

namespace {

constexpr std::uint32_t mountMagic = 0x1dd00001;
constexpr std::uint32_t headerMagic = 0x10645539, configMagic = 0x10620000; // LLOG_HDR_MAGIC, OBD_CFG_REC
constexpr std::uint32_t configVersion = 0x1cf60001;

std::uint32_t word32(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    if (at + 4 <= bytes.size())
        for (int i = 3; i >= 0; --i)
            value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

std::string textAt(std::string_view bytes, std::size_t at, std::size_t size)
{
    if (at >= bytes.size())
        return {};
    const std::string_view field = bytes.substr(at, size);
    return std::string(field.substr(0, field.find('\0')));
}

protocol::Error bad(std::string message)
{
    return {protocol::Problem::BadMessage, std::move(message), {}, "read the file again, or look at the device with tunefs.lustre --dryrun"};
}

std::string verbOf(std::uint32_t command)
{
    struct Known {
        std::uint32_t command;
        const char *verb;
    };
    // enum lcfg_command_type
    static constexpr std::array<Known, 24> table{{{0x00cf001, "attach"}, {0x00cf002, "detach"}, {0x00cf003, "setup"}, {0x00cf004, "cleanup"}, {0x00cf005, "add_uuid"},
        {0x00cf006, "del_uuid"}, {0x00cf007, "mount_opt"}, {0x00cf008, "del_mount_opt"}, {0x00cf009, "set_timeout"}, {0x00cf00a, "set_upcall"}, {0x00cf00b, "add_conn"},
        {0x00cf00c, "del_conn"}, {0x00cf00d, "lov_add_obd"}, {0x00cf00e, "lov_del_obd"}, {0x00cf00f, "param"}, {0x00cf010, "marker"}, {0x00ce011, "log_start"},
        {0x00ce012, "log_end"}, {0x00cf013, "lov_add_ina"}, {0x00cf014, "add_mdc"}, {0x00cf015, "del_mdc"}, {0x00ce020, "pool_new"}, {0x00ce021, "pool_add"}, {0x00ce032, "set_param"}}};
    for (const Known &known : table)
        if (known.command == command)
            return known.verb;
    return std::to_string(command);
}

} // namespace

protocol::Result<MountData> readMountData(std::string_view bytes)
{
    // 8 words, padding to 64, fsname and svname 64 each, uuid 40, user data 1024, padding to 4096, mount options 4096, parameters 4096.
    if (bytes.size() < 4096)
        return bad("mountdata has " + std::to_string(bytes.size()) + " bytes; it should have 12288");
    MountData data;
    std::array<std::uint32_t *, 8> fields{&data.magic, &data.compatible, &data.readOnlyCompatible, &data.incompatible, &data.version, &data.flags, &data.index, &data.mountType};
    for (std::size_t i = 0; i < fields.size(); ++i)
        *fields[i] = word32(bytes, i * 4);
    if (data.magic != mountMagic)
        return bad("mountdata does not begin with the magic number of Lustre");
    data.fsname = textAt(bytes, 32, 64);
    data.label = textAt(bytes, 96, 64);
    data.uuid = textAt(bytes, 160, 40);
    data.userData = textAt(bytes, 200, 1024 - 200);
    data.mountOptions = textAt(bytes, 4096, 4096);
    data.parameters = textAt(bytes, 8192, 4096);
    return data;
}

protocol::Result<std::vector<ConfigRecord>> readConfigLog(std::string_view bytes)
{
    if (bytes.size() < 16 || word32(bytes, 8) != headerMagic)
        return bad("this is no configuration log: it does not begin with a log header");
    std::vector<ConfigRecord> records;
    for (std::size_t at = word32(bytes, 0); at + 24 <= bytes.size();) {
        const std::uint32_t size = word32(bytes, at), type = word32(bytes, at + 8);
        if (size == 0) { // the rest of a chunk that has no record yet
            at = (at / 8192 + 1) * 8192;
            continue;
        }
        if (size < 24 || size % 8 != 0 || at + size > bytes.size())
            return bad("a record of the configuration log goes beyond its end, at byte " + std::to_string(at));
        ConfigRecord record;
        record.index = word32(bytes, at + 4);
        record.type = type;
        const std::string_view body = bytes.substr(at + 16, size - 24);
        if (type == configMagic && body.size() >= 32 && word32(body, 0) == configVersion) {
            record.command = word32(body, 4);
            record.verb = verbOf(record.command);
            const std::uint32_t count = word32(body, 28);
            std::size_t text = (32 + static_cast<std::size_t>(count) * 4 + 7) / 8 * 8;
            for (std::uint32_t i = 0; i < count && i < 16; ++i) {
                const std::size_t length = word32(body, 32 + i * 4);
                record.words.push_back(record.verb == "marker" && i > 0 ? textAt(body, text + 32, 64) : textAt(body, text, length));
                text += (length + 7) / 8 * 8;
            }
        }
        records.push_back(std::move(record));
        at += size;
    }
    return records;
}

} // namespace collect
