BEGIN TRANSACTION;
CREATE TABLE absences (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	away_from_at INTEGER, 
	back_at INTEGER NOT NULL, 
	works INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	edits INTEGER NOT NULL, 
	deletions INTEGER NOT NULL, 
	unreadable TEXT NOT NULL, 
	CONSTRAINT ck_absences_order CHECK (away_from_at <= back_at), 
	CONSTRAINT fk_absences_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 STRICT

;
INSERT INTO "absences" VALUES(1,1100000000000000001,1706172694921000,1706176294921000,3,0,0,0,'["1100000000000000011"]');
INSERT INTO "absences" VALUES(2,1100000000000000002,1706172694921000,1706176294921000,3,0,0,0,'["1100000000000000061"]');
CREATE TABLE ai_declarations (
	work_id INTEGER NOT NULL, 
	used INTEGER NOT NULL, 
	how TEXT NOT NULL, 
	declared_at INTEGER NOT NULL, 
	CONSTRAINT pk_ai_declarations PRIMARY KEY (work_id), 
	CONSTRAINT fk_ai_declarations_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0012');
CREATE TABLE announcements (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	production_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	director_id INTEGER NOT NULL, 
	CONSTRAINT ck_announcements_state CHECK (state IN ('scheduled', 'posted', 'cancelled')), 
	CONSTRAINT fk_announcements_production_id FOREIGN KEY(production_id) REFERENCES productions (id)
)
 STRICT

;
INSERT INTO "announcements" VALUES(1,1,1100000000000000010,1706176294921000,'scheduled',1100000000000000101);
INSERT INTO "announcements" VALUES(2,2,1100000000000000060,1706176294921000,'scheduled',1100000000000000101);
CREATE TABLE asked_makers (
	work_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	asked_at INTEGER NOT NULL, 
	agreed INTEGER, 
	CONSTRAINT pk_asked_makers PRIMARY KEY (work_id, member_id), 
	CONSTRAINT fk_asked_makers_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE assets (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	work_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	filename TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	content_type TEXT NOT NULL, 
	discord_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	sha256 TEXT, added_at INTEGER, description TEXT, 
	CONSTRAINT ck_assets_kind CHECK (kind IN ('picture', 'sound', 'video', 'words', 'other')), 
	CONSTRAINT ck_assets_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT fk_assets_work_id FOREIGN KEY(work_id) REFERENCES works (id), 
	CONSTRAINT uq_assets_work_id_position UNIQUE (work_id, position)
)
 STRICT

;
INSERT INTO "assets" VALUES(1,1,0,'umbrellas.png',1024,'picture','image/png',1200000000008388609,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(2,2,0,'umbrellas.png',1024,'picture','image/png',1200000000012582913,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(3,3,0,'umbrellas.png',1024,'picture','image/png',1200000000016777217,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(4,4,0,'umbrellas.png',1024,'picture','image/png',1200000000020971521,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(5,5,0,'umbrellas.png',1024,'picture','image/png',1200000000025165825,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(6,6,0,'umbrellas.png',1024,'picture','image/png',1200000000071303169,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(7,7,0,'umbrellas.png',1024,'picture','image/png',1200000000075497473,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(8,8,0,'umbrellas.png',1024,'picture','image/png',1200000000079691777,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(9,9,0,'umbrellas.png',1024,'picture','image/png',1200000000083886081,'https://cdn.invalid/u',NULL,NULL,NULL);
INSERT INTO "assets" VALUES(10,10,0,'umbrellas.png',1024,'picture','image/png',1200000000088080385,'https://cdn.invalid/u',NULL,NULL,NULL);
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	deed TEXT NOT NULL, 
	actor INTEGER, 
	done_at INTEGER NOT NULL, 
	facts TEXT NOT NULL, 
	CONSTRAINT fk_audit_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 STRICT

;
CREATE TABLE ballots (
	vote_id INTEGER NOT NULL, 
	voter_id INTEGER NOT NULL, 
	picks TEXT NOT NULL, 
	pressed_id INTEGER NOT NULL, 
	CONSTRAINT pk_ballots PRIMARY KEY (vote_id, voter_id), 
	CONSTRAINT fk_ballots_vote_id FOREIGN KEY(vote_id) REFERENCES votes (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "ballots" VALUES(1,1100000000000000101,'[1]',1200000000033554432);
INSERT INTO "ballots" VALUES(2,1100000000000000101,'[4]',1200000000096468992);
CREATE TABLE changes_asked (
	work_id INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	asked_by INTEGER NOT NULL, 
	asked_at INTEGER NOT NULL, 
	CONSTRAINT pk_changes_asked PRIMARY KEY (work_id), 
	CONSTRAINT fk_changes_asked_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE communities (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	director_role INTEGER, 
	moderator_role INTEGER, 
	set_up_at INTEGER, 
	last_prompt INTEGER DEFAULT '0' NOT NULL, 
	last_work INTEGER DEFAULT '0' NOT NULL, 
	last_vote INTEGER DEFAULT '0' NOT NULL, 
	last_production INTEGER DEFAULT '0' NOT NULL, team_channel INTEGER, 
	CONSTRAINT pk_communities PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "communities" VALUES(1100000000000000001,'Home','Europe/Vienna',7,NULL,1706172694921000,1,3,1,1,NULL);
INSERT INTO "communities" VALUES(1100000000000000002,'Away','Europe/Vienna',7,NULL,1706172694921000,1,3,1,1,NULL);
CREATE TABLE community_channels (
	community_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	CONSTRAINT pk_community_channels PRIMARY KEY (community_id, position), 
	CONSTRAINT fk_community_channels_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_community_channels_community_id_channel_id UNIQUE (community_id, channel_id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "community_channels" VALUES(1100000000000000001,0,1100000000000000010);
INSERT INTO "community_channels" VALUES(1100000000000000001,1,1100000000000000011);
INSERT INTO "community_channels" VALUES(1100000000000000002,0,1100000000000000060);
INSERT INTO "community_channels" VALUES(1100000000000000002,1,1100000000000000061);
CREATE TABLE consents (
	community_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	answered_at INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	outside INTEGER NOT NULL, 
	CONSTRAINT pk_consents PRIMARY KEY (community_id, member_id, answered_at), 
	CONSTRAINT fk_consents_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE deadlines (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	community_id INTEGER NOT NULL, 
	subject INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	lease_until INTEGER, 
	last_error TEXT, 
	CONSTRAINT ck_deadlines_state CHECK (state IN ('due', 'done', 'cancelled')), 
	CONSTRAINT fk_deadlines_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_deadlines_key UNIQUE ("key")
)
 STRICT

;
INSERT INTO "deadlines" VALUES(1,'credits:1','credits_are_due',1100000000000000001,1,1706176294921000,'due',0,NULL,NULL);
INSERT INTO "deadlines" VALUES(2,'credits:2','credits_are_due',1100000000000000002,2,1706176294921000,'due',0,NULL,NULL);
CREATE TABLE dropped_assets (
	asset_id INTEGER NOT NULL, 
	dropped_at INTEGER NOT NULL, 
	CONSTRAINT pk_dropped_assets PRIMARY KEY (asset_id), 
	CONSTRAINT fk_dropped_assets_asset_id FOREIGN KEY(asset_id) REFERENCES assets (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "dropped_assets" VALUES(2,1706172694921000);
INSERT INTO "dropped_assets" VALUES(7,1706172694921000);
CREATE TABLE entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	vote_id INTEGER NOT NULL, 
	work_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT fk_entries_vote_id FOREIGN KEY(vote_id) REFERENCES votes (id), 
	CONSTRAINT fk_entries_work_id FOREIGN KEY(work_id) REFERENCES works (id), 
	CONSTRAINT uq_entries_vote_id_work_id UNIQUE (vote_id, work_id)
)
 STRICT

;
INSERT INTO "entries" VALUES(1,1,1,0);
INSERT INTO "entries" VALUES(2,1,2,1);
INSERT INTO "entries" VALUES(3,1,3,2);
INSERT INTO "entries" VALUES(4,2,6,0);
INSERT INTO "entries" VALUES(5,2,7,1);
INSERT INTO "entries" VALUES(6,2,8,2);
CREATE TABLE erasures (
	sha256 TEXT NOT NULL, 
	owed_at INTEGER NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (sha256)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE fetches (
	member_id INTEGER NOT NULL, 
	work_id INTEGER NOT NULL, 
	fetched_at INTEGER NOT NULL, 
	CONSTRAINT pk_fetches PRIMARY KEY (member_id, work_id), 
	CONSTRAINT fk_fetches_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "fetches" VALUES(1100000000000000102,1,1706172694921000);
INSERT INTO "fetches" VALUES(1100000000000000102,6,1706172694921000);
CREATE TABLE joined_works (
	work_id INTEGER NOT NULL, 
	into_id INTEGER NOT NULL, 
	joined_at INTEGER NOT NULL, 
	CONSTRAINT pk_joined_works PRIMARY KEY (work_id), 
	CONSTRAINT fk_joined_works_into_id FOREIGN KEY(into_id) REFERENCES works (id), 
	CONSTRAINT fk_joined_works_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE late_passes (
	prompt_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	until_at INTEGER NOT NULL, 
	given_by INTEGER NOT NULL, 
	CONSTRAINT pk_late_passes PRIMARY KEY (prompt_id, member_id), 
	CONSTRAINT fk_late_passes_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE makers (
	work_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_makers PRIMARY KEY (work_id, member_id), 
	CONSTRAINT fk_makers_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "makers" VALUES(1,1100000000000000102,0);
INSERT INTO "makers" VALUES(2,1100000000000000103,0);
INSERT INTO "makers" VALUES(3,1100000000000000102,0);
INSERT INTO "makers" VALUES(4,1100000000000000102,0);
INSERT INTO "makers" VALUES(5,1100000000000000102,0);
INSERT INTO "makers" VALUES(6,1100000000000000102,0);
INSERT INTO "makers" VALUES(7,1100000000000000103,0);
INSERT INTO "makers" VALUES(8,1100000000000000102,0);
INSERT INTO "makers" VALUES(9,1100000000000000102,0);
INSERT INTO "makers" VALUES(10,1100000000000000102,0);
CREATE TABLE moderation_settings (
	community_id INTEGER NOT NULL, 
	review_days INTEGER DEFAULT '0' NOT NULL, 
	paused_at INTEGER, 
	paused_by INTEGER, 
	CONSTRAINT pk_moderation_settings PRIMARY KEY (community_id), 
	CONSTRAINT ck_moderation_settings_review_days CHECK (review_days >= 0), 
	CONSTRAINT fk_moderation_settings_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE news (
	community_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	work_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	told_at INTEGER, 
	CONSTRAINT pk_news PRIMARY KEY (community_id, member_id, work_id, source_id), 
	CONSTRAINT fk_news_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_news_work_id FOREIGN KEY(work_id) REFERENCES works (id), 
	CONSTRAINT fk_news_source_id FOREIGN KEY(source_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "news" VALUES(1100000000000000001,1100000000000000102,2,1,NULL);
INSERT INTO "news" VALUES(1100000000000000002,1100000000000000102,7,6,NULL);
CREATE TABLE not_sources (
	work_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_not_sources PRIMARY KEY (work_id, source_id), 
	CONSTRAINT fk_not_sources_work_id FOREIGN KEY(work_id) REFERENCES works (id), 
	CONSTRAINT fk_not_sources_source_id FOREIGN KEY(source_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "not_sources" VALUES(3,1);
INSERT INTO "not_sources" VALUES(8,6);
CREATE TABLE outside_sources (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	work_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	link TEXT NOT NULL, 
	licence TEXT NOT NULL, 
	CONSTRAINT ck_outside_sources_kind CHECK (kind IN ('stock', 'samples', 'font', 'music', 'other')), 
	CONSTRAINT fk_outside_sources_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 STRICT

;
CREATE TABLE panels (
	token TEXT NOT NULL, 
	"key" TEXT, 
	community_id INTEGER NOT NULL, 
	owner INTEGER, 
	subject TEXT NOT NULL, 
	expires_at INTEGER, 
	CONSTRAINT pk_panels PRIMARY KEY (token), 
	CONSTRAINT fk_panels_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_panels_key UNIQUE ("key")
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "panels" VALUES('0000000000000001','card-1100000000000000001',1100000000000000001,1100000000000000101,'{"work":1}',NULL);
INSERT INTO "panels" VALUES('0000000000000002','card-1100000000000000002',1100000000000000002,1100000000000000101,'{"work":6}',NULL);
CREATE TABLE people (
	community_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	seen_at INTEGER NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (community_id, member_id), 
	CONSTRAINT fk_people_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "people" VALUES(1100000000000000001,1100000000000000101,'Ada of Home',1706172694921000);
INSERT INTO "people" VALUES(1100000000000000001,1100000000000000102,'Bén 🎬 of Home',1706172694921000);
INSERT INTO "people" VALUES(1100000000000000001,1100000000000000103,'Cleo''s of Home',1706172694921000);
INSERT INTO "people" VALUES(1100000000000000002,1100000000000000101,'Ada of Away',1706172694921000);
INSERT INTO "people" VALUES(1100000000000000002,1100000000000000102,'Bén 🎬 of Away',1706172694921000);
INSERT INTO "people" VALUES(1100000000000000002,1100000000000000103,'Cleo''s of Away',1706172694921000);
CREATE TABLE posts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	community_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	action TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	after_post INTEGER, 
	reply_to INTEGER, 
	nonce TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	owed_at INTEGER NOT NULL, 
	next_try_at INTEGER NOT NULL, 
	sending_at INTEGER, 
	message_id INTEGER, 
	reason TEXT, 
	CONSTRAINT ck_posts_action CHECK (action IN ('create', 'edit', 'delete', 'thread', 'dm')), 
	CONSTRAINT ck_posts_reason CHECK (state <> 'failed' OR reason IS NOT NULL), 
	CONSTRAINT ck_posts_sending_at CHECK (state <> 'sending' OR sending_at IS NOT NULL), 
	CONSTRAINT ck_posts_state CHECK (state IN ('ready', 'sending', 'unsure', 'sent', 'failed')), 
	CONSTRAINT ck_posts_after_post CHECK (after_post < id), 
	CONSTRAINT fk_posts_after_post FOREIGN KEY(after_post) REFERENCES posts (id), 
	CONSTRAINT fk_posts_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_posts_key UNIQUE ("key")
)
 STRICT

;
INSERT INTO "posts" VALUES(1,'post-1200000000000000000',1100000000000000001,1100000000000000010,'create','prompt_card','{"work":1}',NULL,NULL,'55623317681739725b14aa81b','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000037748736,NULL);
INSERT INTO "posts" VALUES(2,'post-1200000000004194304',1100000000000000001,1100000000000000010,'thread','prompt_thread','{"work":1}',1,NULL,'f5d365462e7cb1f54d4e75f8a','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000041943040,NULL);
INSERT INTO "posts" VALUES(3,'post-1200000000029360128',1100000000000000001,1100000000000000010,'create','vote_card','{"work":1}',NULL,NULL,'47f7985c541c436c9eeb248f7','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000046137344,NULL);
INSERT INTO "posts" VALUES(4,'post-1200000000062914560',1100000000000000002,1100000000000000010,'create','prompt_card','{"work":1}',NULL,NULL,'9b089a20e82ca70408befb9a3','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000100663296,NULL);
INSERT INTO "posts" VALUES(5,'post-1200000000067108864',1100000000000000002,1100000000000000010,'thread','prompt_thread','{"work":1}',4,NULL,'677b74a983ad6e7e85fce54b7','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000104857600,NULL);
INSERT INTO "posts" VALUES(6,'post-1200000000092274688',1100000000000000002,1100000000000000010,'create','vote_card','{"work":1}',NULL,NULL,'1524e9d7bfc870fc3249edd41','sent',1,1,1706172694921000,1706172694921000,NULL,1200000000109051904,NULL);
CREATE TABLE presence (
	kind TEXT NOT NULL, 
	noted_at INTEGER NOT NULL, 
	CONSTRAINT pk_presence PRIMARY KEY (kind)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "presence" VALUES('event',1706172694921000);
CREATE TABLE productions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	state TEXT NOT NULL, 
	director_id INTEGER NOT NULL, 
	begun_at INTEGER NOT NULL, 
	finished_at INTEGER, 
	CONSTRAINT ck_productions_finished_at CHECK ((state = 'finished') = (finished_at IS NOT NULL)), 
	CONSTRAINT ck_productions_state CHECK (state IN ('running', 'finished')), 
	CONSTRAINT fk_productions_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_productions_community_id_number UNIQUE (community_id, number)
)
 STRICT

;
INSERT INTO "productions" VALUES(1,1100000000000000001,1,'Monsoon of Home','running',1100000000000000101,1706172694921000,NULL);
INSERT INTO "productions" VALUES(2,1100000000000000002,1,'Monsoon of Away','running',1100000000000000101,1706172694921000,NULL);
CREATE TABLE prompt_drafts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	director_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	channel_id INTEGER, 
	changed_at INTEGER NOT NULL, 
	CONSTRAINT ck_prompt_drafts_state CHECK (state IN ('draft', 'scheduled', 'dropped')), 
	CONSTRAINT fk_prompt_drafts_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 STRICT

;
CREATE TABLE prompt_showing (
	prompt_id INTEGER NOT NULL, 
	shows TEXT NOT NULL, 
	CONSTRAINT pk_prompt_showing PRIMARY KEY (prompt_id), 
	CONSTRAINT ck_prompt_showing_shows CHECK (shows IN ('nameless', 'hidden', 'nameless_and_hidden')), 
	CONSTRAINT fk_prompt_showing_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE prompt_terms (
	prompt_id INTEGER NOT NULL, 
	ai TEXT, 
	co_directors TEXT NOT NULL, 
	files TEXT NOT NULL, 
	ending TEXT, 
	ended_at INTEGER, 
	ended_by INTEGER, 
	CONSTRAINT pk_prompt_terms PRIMARY KEY (prompt_id), 
	CONSTRAINT ck_prompt_terms_ai CHECK (ai IN ('not_wanted', 'declared', 'welcome')), 
	CONSTRAINT ck_prompt_terms_ended_at CHECK ((ending IS NULL) = (ended_at IS NULL)), 
	CONSTRAINT fk_prompt_terms_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE prompts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	brief TEXT NOT NULL, 
	kinds TEXT NOT NULL, 
	pays TEXT NOT NULL, 
	opens_at INTEGER NOT NULL, 
	closes_at INTEGER, 
	works_per_member INTEGER, 
	state TEXT NOT NULL, 
	closed_at INTEGER, 
	director_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	card_post_id INTEGER NOT NULL, 
	thread_post_id INTEGER NOT NULL, 
	CONSTRAINT ck_prompts_closed_at CHECK (state <> 'closed' OR closed_at IS NOT NULL), 
	CONSTRAINT ck_prompts_state CHECK (state IN ('draft', 'scheduled', 'open', 'closed', 'finished', 'dropped')), 
	CONSTRAINT ck_prompts_works_per_member CHECK (works_per_member > 0), 
	CONSTRAINT fk_prompts_card_post_id FOREIGN KEY(card_post_id) REFERENCES posts (id), 
	CONSTRAINT fk_prompts_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_prompts_thread_post_id FOREIGN KEY(thread_post_id) REFERENCES posts (id), 
	CONSTRAINT uq_prompts_card_post_id UNIQUE (card_post_id), 
	CONSTRAINT uq_prompts_community_id_number UNIQUE (community_id, number), 
	CONSTRAINT uq_prompts_thread_post_id UNIQUE (thread_post_id)
)
 STRICT

;
INSERT INTO "prompts" VALUES(1,1100000000000000001,1,'Rain at night','One minute, no words.','[]','nothing',1706172694921000,1706176294921000,2,'open',NULL,1100000000000000101,1100000000000000010,1,2);
INSERT INTO "prompts" VALUES(2,1100000000000000002,1,'Rain at night','One minute, no words.','[]','nothing',1706172694921000,1706176294921000,2,'open',NULL,1100000000000000101,1100000000000000060,4,5);
CREATE TABLE purged_bytes (
	community_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	purged_at INTEGER NOT NULL, 
	destroyed INTEGER NOT NULL, 
	CONSTRAINT pk_purged_bytes PRIMARY KEY (community_id, sha256), 
	CONSTRAINT ck_purged_bytes_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT fk_purged_bytes_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE rehearsals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	thread_id INTEGER, 
	step TEXT NOT NULL, 
	troubles TEXT NOT NULL, 
	begun_at INTEGER NOT NULL, 
	ended_at INTEGER, 
	left_behind INTEGER NOT NULL, 
	CONSTRAINT ck_rehearsals_step CHECK (step IN ('opening', 'prompt', 'work', 'remix', 'vote', 'results', 'credits', 'report', 'clearing')), 
	CONSTRAINT fk_rehearsals_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 STRICT

;
CREATE TABLE reminders (
	prompt_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	"before" INTEGER NOT NULL, 
	CONSTRAINT pk_reminders PRIMARY KEY (prompt_id, member_id, "before"), 
	CONSTRAINT fk_reminders_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE replies (
	work_id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (work_id), 
	CONSTRAINT fk_replies_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "replies" VALUES(3,1200000000050331648);
INSERT INTO "replies" VALUES(8,1200000000113246208);
CREATE TABLE reports (
	work_id INTEGER NOT NULL, 
	reporter INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	reported_at INTEGER NOT NULL, 
	settled_at INTEGER, 
	CONSTRAINT pk_reports PRIMARY KEY (work_id, reporter), 
	CONSTRAINT fk_reports_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE seen (
	kind TEXT NOT NULL, 
	object_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	noted_at INTEGER NOT NULL, 
	CONSTRAINT pk_seen PRIMARY KEY (kind, object_id, version)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "seen" VALUES('interaction',1200000000058720256,0,1706172694921000);
INSERT INTO "seen" VALUES('interaction',1200000000121634816,0,1706172694921000);
CREATE TABLE series (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	brief TEXT NOT NULL, 
	kinds TEXT NOT NULL, 
	pays TEXT NOT NULL, 
	works_per_member INTEGER, 
	open_for INTEGER, 
	every TEXT NOT NULL, 
	first_day TEXT NOT NULL, 
	time_of_day TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	themes TEXT NOT NULL, 
	posted INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	director_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	next_at INTEGER, 
	CONSTRAINT ck_series_every CHECK (every IN ('day', 'week', 'month')), 
	CONSTRAINT ck_series_state CHECK (state IN ('running', 'paused', 'stopped')), 
	CONSTRAINT ck_series_next_at CHECK (state <> 'running' OR next_at IS NOT NULL), 
	CONSTRAINT fk_series_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 STRICT

;
CREATE TABLE slots (
	prompt_id INTEGER NOT NULL, 
	maker_id INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	work_id INTEGER NOT NULL, 
	CONSTRAINT pk_slots PRIMARY KEY (prompt_id, maker_id, slot), 
	CONSTRAINT fk_slots_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id), 
	CONSTRAINT fk_slots_work_id FOREIGN KEY(work_id) REFERENCES works (id), 
	CONSTRAINT uq_slots_work_id_maker_id UNIQUE (work_id, maker_id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "slots" VALUES(1,1100000000000000102,0,1);
INSERT INTO "slots" VALUES(1,1100000000000000102,1,3);
INSERT INTO "slots" VALUES(1,1100000000000000103,0,2);
INSERT INTO "slots" VALUES(2,1100000000000000102,0,6);
INSERT INTO "slots" VALUES(2,1100000000000000102,1,8);
INSERT INTO "slots" VALUES(2,1100000000000000103,0,7);
CREATE TABLE sources (
	work_id INTEGER NOT NULL, 
	work_made_at INTEGER NOT NULL, 
	work_origin INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	source_made_at INTEGER NOT NULL, 
	source_origin INTEGER NOT NULL, 
	CONSTRAINT pk_sources PRIMARY KEY (work_id, source_id), 
	CONSTRAINT ck_sources_older CHECK (source_made_at < work_made_at OR (source_made_at = work_made_at AND source_origin < work_origin)), 
	CONSTRAINT fk_sources_source_id_source_made_at_source_origin FOREIGN KEY(source_id, source_made_at, source_origin) REFERENCES works (id, made_at, origin_id), 
	CONSTRAINT fk_sources_work_id_work_made_at_work_origin FOREIGN KEY(work_id, work_made_at, work_origin) REFERENCES works (id, made_at, origin_id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "sources" VALUES(2,1706172694924000,1200000000012582912,1,1706172694923000,1200000000008388608);
INSERT INTO "sources" VALUES(3,1706172694925000,1200000000016777216,2,1706172694924000,1200000000012582912);
INSERT INTO "sources" VALUES(7,1706172694939000,1200000000075497472,6,1706172694938000,1200000000071303168);
INSERT INTO "sources" VALUES(8,1706172694940000,1200000000079691776,7,1706172694939000,1200000000075497472);
CREATE TABLE tellings (
	community_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	telling TEXT NOT NULL, 
	CONSTRAINT pk_tellings PRIMARY KEY (community_id, member_id), 
	CONSTRAINT ck_tellings_telling CHECK (telling IN ('at_once', 'daily', 'never')), 
	CONSTRAINT fk_tellings_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "tellings" VALUES(1100000000000000001,1100000000000000102,'at_once');
INSERT INTO "tellings" VALUES(1100000000000000002,1100000000000000102,'at_once');
CREATE TABLE thread_reminders (
	prompt_id INTEGER NOT NULL, 
	"before" INTEGER NOT NULL, 
	CONSTRAINT pk_thread_reminders PRIMARY KEY (prompt_id, "before"), 
	CONSTRAINT fk_thread_reminders_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE uses (
	production_id INTEGER NOT NULL, 
	work_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	added_by INTEGER NOT NULL, 
	added_at INTEGER NOT NULL, 
	CONSTRAINT pk_uses PRIMARY KEY (production_id, work_id), 
	CONSTRAINT fk_uses_production_id FOREIGN KEY(production_id) REFERENCES productions (id), 
	CONSTRAINT fk_uses_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "uses" VALUES(1,3,'storm',1100000000000000101,1706172694921000);
INSERT INTO "uses" VALUES(2,8,'storm',1100000000000000101,1706172694921000);
CREATE TABLE votes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	prompt_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opens_at INTEGER NOT NULL, 
	closes_at INTEGER NOT NULL, 
	closed_at INTEGER, 
	channel_id INTEGER NOT NULL, 
	moderator_id INTEGER NOT NULL, 
	card_post_id INTEGER NOT NULL, 
	CONSTRAINT ck_votes_closed_at CHECK ((state = 'closed') = (closed_at IS NOT NULL)), 
	CONSTRAINT ck_votes_rule CHECK (rule IN ('approval')), 
	CONSTRAINT ck_votes_state CHECK (state IN ('open', 'closed')), 
	CONSTRAINT ck_votes_window CHECK (opens_at < closes_at), 
	CONSTRAINT fk_votes_card_post_id FOREIGN KEY(card_post_id) REFERENCES posts (id), 
	CONSTRAINT fk_votes_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_votes_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id), 
	CONSTRAINT uq_votes_card_post_id UNIQUE (card_post_id), 
	CONSTRAINT uq_votes_community_id_number UNIQUE (community_id, number)
)
 STRICT

;
INSERT INTO "votes" VALUES(1,1100000000000000001,1,1,'Rain at night','approval','open',1706172694921000,1706176294921000,NULL,1100000000000000010,1100000000000000103,3);
INSERT INTO "votes" VALUES(2,1100000000000000002,1,2,'Rain at night','approval','open',1706172694921000,1706176294921000,NULL,1100000000000000010,1100000000000000103,6);
CREATE TABLE watermarks (
	channel_id INTEGER NOT NULL, 
	community_id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	told_at INTEGER, 
	CONSTRAINT pk_watermarks PRIMARY KEY (channel_id), 
	CONSTRAINT fk_watermarks_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "watermarks" VALUES(1100000000000000010,1100000000000000001,1200000000054525952,NULL);
INSERT INTO "watermarks" VALUES(1100000000000000060,1100000000000000002,1200000000117440512,NULL);
CREATE TABLE work_places (
	work_id INTEGER NOT NULL, 
	is_private INTEGER NOT NULL, 
	is_mature INTEGER NOT NULL, 
	CONSTRAINT pk_work_places PRIMARY KEY (work_id), 
	CONSTRAINT fk_work_places_work_id FOREIGN KEY(work_id) REFERENCES works (id)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE works (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id INTEGER NOT NULL, 
	number INTEGER, 
	prompt_id INTEGER, 
	state TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	origin_id INTEGER NOT NULL, 
	made_at INTEGER NOT NULL, 
	accepted_at INTEGER, 
	channel_id INTEGER NOT NULL, 
	message_id INTEGER, 
	title TEXT NOT NULL, 
	title_folded TEXT NOT NULL, 
	words TEXT NOT NULL, 
	reason TEXT, credit TEXT, 
	CONSTRAINT ck_works_origin CHECK (origin IN ('message', 'reply', 'command', 'menu')), 
	CONSTRAINT ck_works_number CHECK (state <> 'accepted' OR number IS NOT NULL), 
	CONSTRAINT ck_works_state CHECK (state IN ('received', 'accepted', 'held', 'refused', 'withdrawn', 'removed', 'purged')), 
	CONSTRAINT ck_works_accepted_at CHECK ((number IS NULL) = (accepted_at IS NULL)), 
	CONSTRAINT fk_works_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_works_prompt_id FOREIGN KEY(prompt_id) REFERENCES prompts (id), 
	CONSTRAINT uq_works_community_id_number UNIQUE (community_id, number), 
	CONSTRAINT uq_works_id_made_at_origin_id UNIQUE (id, made_at, origin_id), 
	CONSTRAINT uq_works_origin_id UNIQUE (origin_id)
)
 STRICT

;
INSERT INTO "works" VALUES(1,1100000000000000001,1,1,'accepted','message',1200000000008388608,1706172694923000,1706172694921000,1100000000000000010,1200000000008388608,'Night of Home','night of home','',NULL,NULL);
INSERT INTO "works" VALUES(2,1100000000000000001,2,1,'accepted','message',1200000000012582912,1706172694924000,1706172694921000,1100000000000000010,1200000000012582912,'Night of Home','night of home','',NULL,NULL);
INSERT INTO "works" VALUES(3,1100000000000000001,3,1,'accepted','message',1200000000016777216,1706172694925000,1706172694921000,1100000000000000010,1200000000016777216,'Night of Home','night of home','',NULL,NULL);
INSERT INTO "works" VALUES(4,1100000000000000001,NULL,1,'refused','message',1200000000020971520,1706172694926000,NULL,1100000000000000010,1200000000020971520,'Umbrellas','umbrellas','','too_many_works',NULL);
INSERT INTO "works" VALUES(5,1100000000000000001,NULL,1,'received','message',1200000000025165824,1706172694927000,NULL,1100000000000000010,1200000000025165824,'Umbrellas','umbrellas','',NULL,NULL);
INSERT INTO "works" VALUES(6,1100000000000000002,1,2,'accepted','message',1200000000071303168,1706172694938000,1706172694921000,1100000000000000010,1200000000071303168,'Night of Away','night of away','',NULL,NULL);
INSERT INTO "works" VALUES(7,1100000000000000002,2,2,'accepted','message',1200000000075497472,1706172694939000,1706172694921000,1100000000000000010,1200000000075497472,'Night of Away','night of away','',NULL,NULL);
INSERT INTO "works" VALUES(8,1100000000000000002,3,2,'accepted','message',1200000000079691776,1706172694940000,1706172694921000,1100000000000000010,1200000000079691776,'Night of Away','night of away','',NULL,NULL);
INSERT INTO "works" VALUES(9,1100000000000000002,NULL,2,'refused','message',1200000000083886080,1706172694941000,NULL,1100000000000000010,1200000000083886080,'Umbrellas','umbrellas','','too_many_works',NULL);
INSERT INTO "works" VALUES(10,1100000000000000002,NULL,2,'received','message',1200000000088080384,1706172694942000,NULL,1100000000000000010,1200000000088080384,'Umbrellas','umbrellas','',NULL,NULL);
CREATE INDEX ix_deadlines_due ON deadlines (due_at) WHERE state = 'due';
CREATE INDEX ix_panels_expires_at ON panels (expires_at);
CREATE INDEX ix_posts_message_id ON posts (message_id);
CREATE INDEX ix_posts_state_channel_id ON posts (state, channel_id);
CREATE INDEX ix_announcements_production_id ON announcements (production_id);
CREATE UNIQUE INDEX uq_announcements_scheduled ON announcements (production_id) WHERE state = 'scheduled';
CREATE UNIQUE INDEX uq_votes_open_on_prompt ON votes (prompt_id) WHERE state = 'open';
CREATE INDEX ix_works_message_id ON works (message_id);
CREATE INDEX ix_works_prompt_id ON works (prompt_id);
CREATE INDEX ix_works_received ON works (id) WHERE state = 'received';
CREATE INDEX ix_sources_source_id ON sources (source_id);
CREATE INDEX ix_watermarks_community_id ON watermarks (community_id);
CREATE INDEX ix_replies_message_id ON replies (message_id);
CREATE INDEX ix_works_channel_id ON works (channel_id);
CREATE INDEX ix_assets_unkept ON assets (work_id) WHERE sha256 IS NULL;
CREATE INDEX ix_audit_community_id ON audit (community_id);
CREATE INDEX ix_prompt_drafts_community_id_director_id ON prompt_drafts (community_id, director_id);
CREATE INDEX ix_series_community_id ON series (community_id);
CREATE INDEX ix_joined_works_into_id ON joined_works (into_id);
CREATE INDEX ix_outside_sources_work_id ON outside_sources (work_id);
CREATE INDEX ix_reports_open ON reports (work_id) WHERE settled_at IS NULL;
CREATE INDEX ix_purged_bytes_sha256 ON purged_bytes (sha256);
CREATE INDEX ix_rehearsals_community_id ON rehearsals (community_id);
CREATE UNIQUE INDEX ix_rehearsals_running ON rehearsals (community_id) WHERE ended_at IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('posts',6);
INSERT INTO "sqlite_sequence" VALUES('prompts',2);
INSERT INTO "sqlite_sequence" VALUES('works',10);
INSERT INTO "sqlite_sequence" VALUES('assets',10);
INSERT INTO "sqlite_sequence" VALUES('votes',2);
INSERT INTO "sqlite_sequence" VALUES('entries',6);
INSERT INTO "sqlite_sequence" VALUES('productions',2);
INSERT INTO "sqlite_sequence" VALUES('announcements',2);
INSERT INTO "sqlite_sequence" VALUES('deadlines',2);
INSERT INTO "sqlite_sequence" VALUES('absences',2);
COMMIT;
