// SPDX-License-Identifier: GPL-3.0-or-later
// What a fence agent or resource agent says of itself (-o metadata, meta-data): what a form is made of. Formats: the fence agents' API
// and OCF's resource agent API.
#pragma once
#include "core/inventory/haparse.h"

namespace ha {

struct AgentParameter {
    std::string name;
    std::string type;                   ///< string, integer, boolean, second, select
    std::string standard{};             ///< its default; empty: none
    std::string shortText{}, longText{};
    std::vector<std::string> options{}; ///< of a select
    std::string replacedBy{};           ///< of a deprecated one: the name to use
    bool required = false, unique = false, deprecated = false;
    bool secret = false;                ///< a password, passphrase or key in clear: never put it where it can be read
    bool essential = false;             ///< belongs on the first page of a form: address, user, outlet, what is required
};

struct AgentAction {
    std::string name;
    int timeoutMs = -1, intervalMs = -1; ///< -1: not said
    bool onTarget = false, automatic = false;
};

struct AgentMetadata {
    std::string name, version, shortText, longText;
    bool fence = false;
    std::vector<AgentParameter> parameters{}; ///< in the agent's order
    std::vector<AgentAction> actions{};
    const AgentParameter *parameter(const std::string &parameterName) const;
    bool can(const std::string &action) const;
    /// "password_script", "passwd_script": the parameter that takes a program which prints the password; empty: it has none.
    std::string secretParameter() const;
    /// "plug", "port": the parameter of the outlet or machine; empty: the device has one.
    std::string outletParameter() const;
    /// What a person fills in: without actions, debugging, deprecated names and what Pacemaker gives itself. Essential ones first.
    std::vector<AgentParameter> form() const;
};

Result<AgentMetadata> parseMetadata(std::string_view xml);

/// What is wrong with values for an agent, by parameter: missing, unknown, not among the options, no number.
std::vector<std::pair<std::string, std::string>> check(const AgentMetadata &metadata, const std::map<std::string, std::string> &values);

} // namespace ha
