// SPDX-License-Identifier: GPL-3.0-or-later
// The four lists: servers, volumes, file systems, jobs.
#pragma once
#include "app/pages/listpage.h"

namespace pages {

class ServerActions;

class Servers final : public ListPage {
    Q_OBJECT
public:
    explicit Servers(shell::Desk &desk);

    void open(const shell::Place &place) override;

signals:
    void addWanted();
    void connectionWanted(const std::string &server);

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
    void extendMenu(QMenu &menu, const std::vector<std::string> &keys) override;
    void choose(const std::vector<plan::Goal> &goals) override;

private:
    std::vector<std::string> outdated() const; ///< connected, with another agent than would be delivered
    ServerActions *m_own;
    QPushButton *m_upgrade;
};

class Volumes final : public ListPage {
    Q_OBJECT
public:
    explicit Volumes(shell::Desk &desk);
    void open(const shell::Place &place) override;

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
    std::vector<inventory::ObjectId> objects(const std::vector<std::string> &) const override { return {}; }
    std::vector<models::Choice> ownChoices(const std::vector<std::string> &keys) const override;
    void choose(const std::vector<plan::Goal> &goals) override;
};

class FileSystems final : public ListPage {
    Q_OBJECT
public:
    explicit FileSystems(shell::Desk &desk);

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
};

class Jobs final : public ListPage {
    Q_OBJECT
public:
    explicit Jobs(shell::Desk &desk);
    void jobChanged(const jobs::JobId &) override { refresh(); }

protected:
    std::vector<models::Row> rows() const override;
    std::vector<inventory::ObjectId> objects(const std::vector<std::string> &) const override { return {}; }
};

/// A goal that opens the wizard for a new file system.
plan::Goal createGoal();

} // namespace pages
