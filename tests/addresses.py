"""Every address of the site, and who gets what answer there: the table below, object by object and role by role.

What a role may see follows from the object; the answers are 200 here you are, 302 sign in first, or done, 400 this is
no form of ours, 403 you may look but not touch, 404 not for you, 405 wrong method, and 503 from the health page, as no
worker runs in the tests.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

ROLES = ["anonymous", "own", "other", "reader", "recipient", "analyst", "coordinator", "administrator"]
TABLE = """
# name, object | answers to GET in the order of ROLES | answers to POST
home                                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
help                                 -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
accessibility                        -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
projects:list                        -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:export                      -              | 302 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302
projects:export_csv                  -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:export_jsonl                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:export_xlsx                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:exports                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:export_made                 made           | 302 200 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:export_file                 made           | 302 200 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:export_delete               made           | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
projects:analysis                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_json               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_xlsx               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_png                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_pdf                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_svg                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:dashboard                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:reports                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:report_new                  -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
projects:report_change               report         | 302 200 404 404 404 404 404 404 | 302 200 404 404 404 404 404 404
projects:report_delete               report         | 302 200 404 404 404 404 404 404 | 302 302 404 404 404 404 404 404
projects:report_pin                  report         | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:report_unpin                report         | 302 302 302 302 302 302 302 302 | 302 404 404 404 404 404 404 404
projects:report_move                 report         | 302 302 302 302 302 302 302 302 | 302 404 404 404 404 404 404 404
projects:report_embeds               report         | 302 200 404 404 404 404 404 404 | 302 200 404 404 404 404 404 404
projects:embeds                      -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
projects:embed_revoke                embed          | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 302 302
projects:embedded_png                key            | 404 404 404 404 404 404 404 404 | 405 405 405 405 405 405 405 405
projects:embedded_svg                key            | 404 404 404 404 404 404 404 404 | 405 405 405 405 405 405 405 405
projects:embedded_table              key            | 404 404 404 404 404 404 404 404 | 405 405 405 405 405 405 405 405
projects:embedded_png                key/good       | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
projects:embedded_svg                key/good       | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
projects:embedded_table              key/good       | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
projects:difference                  -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:difference_csv              -              | 302 400 400 400 400 400 400 400 | 302 405 405 405 405 405 405 405
projects:causes_csv                  -              | 302 400 400 400 400 400 400 400 | 302 405 405 405 405 405 405 405
projects:suggest                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:searches                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:search_new                  -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
projects:search_rename               search         | 302 200 404 404 404 404 404 404 | 302 200 404 404 404 404 404 404
projects:search_delete               search         | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:create                      -              | 302 200 200 403 200 403 403 403 | 302 200 200 403 200 403 403 403
projects:suggest_organizations       -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:suggest_units               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:usd_values                  -              | 302 405 405 405 405 405 405 405 | 302 200 200 200 200 200 200 200
projects:suggest_places              -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:new_organization            -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:new_place                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:look_alikes_of_new          -              | 302 405 405 405 405 405 405 405 | 302 200 200 403 200 403 403 403
projects:look_alikes_of              public         | 302 405 405 405 405 405 405 405 | 302 200 403 403 403 403 403 403
projects:look_alikes_of              restricted     | 302 405 405 405 405 405 405 405 | 302 200 404 403 404 404 403 403
projects:look_alikes_of              draft          | 302 405 405 405 405 405 405 405 | 302 200 404 403 404 404 404 404
projects:detail                      public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      named          | 302 200 404 200 200 404 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      draft          | 302 200 404 200 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:edit                        public         | 302 200 403 403 403 403 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        named          | 302 200 404 403 403 404 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        restricted     | 302 200 404 403 404 404 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        draft          | 302 200 404 403 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:section                     title          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:section                     title/named    | 302 200 404 403 403 404 403 403 | 302 200 404 403 403 404 403 403
projects:section                     title/secret   | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:section                     title/draft    | 302 200 404 403 404 404 404 404 | 302 200 404 403 404 404 404 404
projects:copy                        public         | 302 302 302 302 302 302 302 302 | 302 302 302 403 302 403 403 403
projects:copy                        restricted     | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 404 403 403
projects:copy                        draft          | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 404 404 404
projects:keep                        -              | 302 302 302 302 302 302 302 302 | 302 400 400 400 400 400 400 400
projects:throw_away                  kept           | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:publish                     draft          | 302 302 302 302 302 302 302 302 | 302 200 404 403 404 404 404 404
projects:confirm                     public         | 302 302 302 302 302 302 302 302 | 302 302 403 403 403 403 403 403
projects:end                         public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:end                         restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:portfolio                   -              | 302 200 200 403 200 403 403 403 | 302 302 302 403 302 403 403 403
projects:from_mail                   mail           | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
projects:from_mail                   bad            | 404 404 404 404 404 404 404 404 | 404 404 404 404 404 404 404 404
projects:fading                      -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
projects:remind                      partner        | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
projects:watches                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:watch                       -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
projects:unwatch                     watch          | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:watch_rhythm                watch          | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:discard                     draft          | 302 200 404 403 404 404 404 404 | 302 302 404 403 404 404 404 404
projects:deleted                     -              | 302 200 200 403 200 403 403 403 | 302 405 405 405 405 405 405 405
projects:bring_back                  deleted        | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
projects:withdraw                    public         | 302 200 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
projects:discard                     public         | 302 302 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
projects:history                     public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:history                     restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:put_back                    public         | 302 404 403 403 403 403 403 403 | 302 404 403 403 403 403 403 403
projects:detail                      twice          | 302 302 302 302 302 302 302 302 | 302 405 405 405 405 405 405 405
projects:history                     twice          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:edit                        twice          | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:merge                       public         | 302 200 403 403 403 403 200 403 | 302 200 403 403 403 403 200 403
projects:merge                       restricted     | 302 200 404 403 404 404 200 403 | 302 200 404 403 404 404 200 403
projects:undo_merge                  twice/merge    | 302 200 403 403 403 403 200 403 | 302 302 403 403 403 403 302 403
projects:relate                      public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:relate                      restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:unrelate                    related        | 302 302 302 302 302 302 302 302 | 302 302 403 403 403 403 403 403
projects:document_new                public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_new                restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document                    paper          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document                    closed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:documents                   public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:documents                   restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_page               paper          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document_page               closed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_edit               paper          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_edit               closed         | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document_replace            paper          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_replace            closed         | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document_version            earlier        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document_version            earlier/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_restore            earlier        | 302 302 302 302 302 302 302 302 | 302 302 403 403 403 403 403 403
projects:document_restore            earlier/closed | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 404 403 403
projects:picture                     paper          | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:picture                     picture        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:picture                     picture/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:thumbnail                   paper          | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:thumbnail                   picture        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:thumbnail                   picture/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_delete             paper          | 302 200 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
partners:list                        -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
partners:detail                      partner        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designate                     partner        | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
people:participation                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:participation-csv             -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:behind                        entered        | 302 200 200 200 200 404 404 404 | 302 405 405 405 405 405 405 405
people:designated                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designated-csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designation                   designation    | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
people:end-designation               designation    | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 302
people:hand-over                     partner        | 302 200 403 403 403 403 200 200 | 302 200 403 403 403 403 200 200
people:handed-over                   handed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
people:hand-over-seen                handed         | 302 302 302 302 302 302 302 302 | 302 403 404 302 404 404 403 403
people:unowned                       -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
people:letter                        letter         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
people:letter-delete                 letter         | 302 302 302 302 302 302 302 302 | 302 403 404 403 404 404 302 302
organizations:list                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
organizations:pairs                  -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
organizations:detail                 body           | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
organizations:edit                   body           | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
organizations:merge                  body           | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
organizations:not-the-same           bodies         | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 302
organizations:undo                   merged         | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 302 302
alerts:list                          -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
alerts:detail                        alert          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
alerts:detail                        alert/secret   | 302 200 200 200 404 404 200 200 | 302 405 405 405 405 405 405 405
alerts:several                       -              | 302 302 302 302 302 302 302 302 | 302 200 200 200 200 200 200 200
alerts:undo                          -              | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
alerts:thresholds                    -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
alerts:set_thresholds                -              | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 200 403
alerts:count_lower                   -              | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
alerts:let_propose                   -              | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
alerts:decide_proposal               proposal       | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
alerts:propose_again                 proposal       | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 404 403
alerts:quick                         alert          | 302 200 200 403 403 403 200 403 | 302 405 405 405 405 405 405 405
alerts:quick                         alert/secret   | 302 200 200 403 404 404 200 403 | 302 405 405 405 405 405 405 405
alerts:next                          alert          | 302 302 302 302 302 302 302 302 | 302 405 405 405 405 405 405 405
alerts:next                          alert/secret   | 302 302 302 302 404 404 302 302 | 302 405 405 405 405 405 405 405
alerts:previous                      alert          | 302 302 302 302 302 302 302 302 | 302 405 405 405 405 405 405 405
alerts:previous                      alert/secret   | 302 302 302 302 404 404 302 302 | 302 405 405 405 405 405 405 405
alerts:position                      alert          | 302 302 302 302 302 302 302 302 | 302 200 200 403 403 403 403 403
alerts:position                      alert/secret   | 302 302 302 302 302 302 302 302 | 302 200 200 403 404 404 403 403
alerts:verdict                       alert          | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 200 403
alerts:verdict                       alert/secret   | 302 302 302 302 302 302 302 302 | 302 403 403 403 404 404 200 403
alerts:cluster                       alert          | 302 302 200 302 302 302 200 200 | 302 200 200 403 403 403 200 403
alerts:cluster                       alert/secret   | 302 302 200 302 404 404 200 200 | 302 200 200 403 404 404 200 403
alerts:reopen                        alert          | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
alerts:reopen                        alert/secret   | 302 302 302 302 302 302 302 302 | 302 403 403 403 404 404 302 403
alerts:message                       alert          | 302 302 302 302 302 302 302 302 | 302 200 200 403 403 403 200 403
alerts:message                       alert/secret   | 302 302 302 302 302 302 302 302 | 302 200 200 403 404 404 200 403
alerts:attachment                    sent           | 302 200 200 200 404 404 200 200 | 302 405 405 405 405 405 405 405
alerts:from_mail                     mail/alert     | 200 302 403 403 403 403 403 403 | 200 200 403 403 403 403 403 403
alerts:from_mail                     bad            | 404 404 404 404 404 404 404 404 | 404 404 404 404 404 404 404 404
alerts:contact                       alert          | 302 302 302 302 302 302 302 302 | 302 302 302 403 403 403 403 403
alerts:contact                       alert/secret   | 302 302 302 302 302 302 302 302 | 302 302 302 403 404 404 403 403
alerts:contact-answer                alert/secret   | 302 302 302 302 302 302 302 302 | 302 302 302 403 404 404 403 403
alerts:contact-answer                alert/asked    | 302 302 302 302 302 302 302 302 | 302 302 200 403 404 404 403 403
alerts:contact-end                   alert/asked    | 302 302 302 302 302 302 302 302 | 302 302 302 403 404 404 403 403
sheets:list                          -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country                       country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country-pdf                   country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country_pack                  country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country_pack_docx             country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country_pack_pdf              country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:country_pack_xlsx             country        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:partner                       partner/code   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
sheets:partner-pdf                   partner/code   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
oversight:page                       -              | 302 403 403 403 403 200 200 200 | 302 405 405 405 405 405 405 405
oversight:alerts-csv                 -              | 302 403 403 403 403 200 200 200 | 302 405 405 405 405 405 405 405
oversight:redirected-csv             -              | 302 403 403 403 403 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:list                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_csv                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_json                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_xlsx                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_png                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_svg                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:gaps_pdf                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:calendar                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:calendar_subscribe       -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
roundtables:calendar_revoke          subscribed     | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
roundtables:calendar_feed            key            | 404 404 404 404 404 404 404 404 | 405 405 405 405 405 405 405 405
roundtables:calendar_feed            key/good       | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
roundtables:create                   -              | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:detail                   table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:edit                     table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:delete                   table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:endorse                  table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:take_up                  table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:take_up_one              later          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:take_up_undo             carried        | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
roundtables:persons                  table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:paste                    table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:series_edit              series         | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:series                   series         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pack                     table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pack_docx                table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pack_pdf                 table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pack_xlsx                table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pack_make                -              | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 404 404 404
roundtables:pillar                   pillar         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pillar_pack              pillar         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pillar_pack_docx         pillar         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pillar_pack_pdf          pillar         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:pillar_pack_xlsx         pillar         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_new             table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document                 minutes        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document                 minutes/closed | 302 404 404 404 404 404 200 200 | 302 405 405 405 405 405 405 405
roundtables:documents                table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_page            minutes        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_page            minutes/closed | 302 404 404 404 404 404 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_edit            minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document_replace         minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document_version         minutes/old    | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_restore         minutes/old    | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 403
roundtables:picture                  minutes        | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
roundtables:thumbnail                minutes        | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
roundtables:document_delete          minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 302 403
roundtables:recommendations          -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:answering                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:proposed                 -              | 302 200 200 403 200 403 403 403 | 302 405 405 405 405 405 405 405
roundtables:proposed_for             public         | 302 200 403 403 403 403 200 403 | 302 405 405 405 405 405 405 405
roundtables:proposed_for             restricted     | 302 200 404 403 404 404 200 403 | 302 405 405 405 405 405 405 405
roundtables:proposed_for             draft          | 302 200 404 403 404 404 404 404 | 302 405 405 405 405 405 405 405
roundtables:recommendation_create    table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:recommendation           recommendation | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:recommendation_edit      recommendation | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:recommendation_delete    recommendation | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:follow_up                recommendation | 302 403 403 403 200 403 403 403 | 302 403 403 403 200 403 403 403
roundtables:board                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:board_csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:board_xlsx               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:assess                   recommendation | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:answers                  recommendation | 302 200 200 403 200 403 200 403 | 302 405 405 405 405 405 405 405
roundtables:link                     linked         | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 403 302 403
roundtables:unlink                   linked         | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 403 302 403
roundtables:accept                   linked         | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 403 302 403
roundtables:decline                  linked         | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 403 302 403
roundtables:reopen                   linked         | 302 302 302 302 302 302 302 302 | 302 302 404 403 404 403 302 403
roundtables:needs                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:needs_csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:need_create              -              | 302 200 200 403 200 403 200 403 | 302 200 200 403 200 403 200 403
roundtables:need                     need           | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:need_edit                need           | 302 403 403 403 200 403 200 403 | 302 403 403 403 200 403 200 403
roundtables:need_confirm             need           | 302 302 302 302 302 302 302 302 | 302 403 403 403 302 403 302 403
roundtables:need_close               need           | 302 403 403 403 200 403 200 403 | 302 403 403 403 200 403 200 403
roundtables:need_reopen              need           | 302 302 302 302 302 302 302 302 | 302 403 403 403 302 403 302 403
roundtables:offers                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:offers_csv               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:offer_create             -              | 302 200 200 403 200 403 200 403 | 302 200 200 403 200 403 200 403
roundtables:offer                    offer          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:offer_edit               offer          | 302 200 403 403 403 403 200 403 | 302 200 403 403 403 403 200 403
roundtables:offer_confirm            offer          | 302 302 302 302 302 302 302 302 | 302 302 403 403 403 403 302 403
roundtables:offer_close              offer          | 302 200 403 403 403 403 200 403 | 302 200 403 403 403 403 200 403
roundtables:offer_reopen             offer          | 302 302 302 302 302 302 302 302 | 302 302 403 403 403 403 302 403
roundtables:say_of_offer             matched        | 302 302 302 302 302 302 302 302 | 302 302 403 403 302 403 302 403
roundtables:say_of_project           matched/project | 302 302 302 302 302 302 302 302 | 302 302 403 403 302 403 302 403
notifications:list                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
notifications:open                   notification   | 302 302 302 302 302 302 302 302 | 302 302 404 404 404 404 404 404
notifications:preferences            -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
notifications:stop                   stop           | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
notifications:stop                   bad            | 404 404 404 404 404 404 404 404 | 404 404 404 404 404 404 404 404
notifications:read-all               -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
invitations:list                     -              | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
invitations:withdraw                 invitation     | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 302
invitations:send-again               invitation     | 302 302 302 302 302 302 302 302 | 302 403 403 403 403 403 302 302
invitations:accept                   token          | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_login                        -              | 200 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302
account_logout                       -              | 302 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302
account_inactive                     -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_signup                       -              | 200 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302
account_reauthenticate               -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
account_email                        -              | 302 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302
account_email_verification_sent      -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_change_password              -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
account_set_password                 -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
account_reset_password               -              | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_confirm_login_code           -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
account_confirm_email                key            | 200 200 200 200 200 200 200 200 | 404 404 404 404 404 404 404 404
account_reset_password_from_key_done -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_reset_password_from_key      reset          | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_reset_password_done          -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
api-schema                           -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
api:project-list                     -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-facets                   -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   public         | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   named          | 403 200 404 200 200 404 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   restricted     | 403 200 404 200 404 404 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   draft          | 403 200 404 200 404 404 404 404 | 403 405 405 405 405 405 405 405
api:partner-list                     -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:partner-detail                   partner        | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-list                       -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-detail                     alert          | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-detail                     alert/secret   | 403 200 200 200 404 404 200 200 | 403 405 405 405 405 405 405 405
api:round-table-list                 -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:round-table-detail               table          | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:recommendation-list              -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:recommendation-detail            recommendation | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:need-list                        -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:need-detail                      need           | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:offer-list                       -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:offer-detail                     offer          | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:api-root                         -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
healthz                              -              | 503 503 503 503 503 503 503 503 | 405 405 405 405 405 405 405 405
"""

Route = tuple[str, str]  # name of the address, object


def expected(method: str) -> dict[Route, list[int]]:
    found = {}
    for line in TABLE.strip().splitlines():
        if line and not line.startswith("#"):
            address, get, post = line.split("|")
            name, of = address.split()
            found[name, of] = [int(status) for status in {"GET": get, "POST": post}[method].split()]
    return found


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses but those of the administration, with their namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or str(pattern.pattern)))
        elif pattern.namespace != "admin":
            yield from addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
