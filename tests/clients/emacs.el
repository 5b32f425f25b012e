;;; What a person does in Emacs with a broken model, in a batch; what was seen goes to $SEEN.
;;; Eglot 1.9 or newer, as a package or as a part of Emacs 29.

(require 'package)
(package-initialize)
(require 'json)
(require 'flymake)
(require 'eglot)

(setq eglot-sync-connect 60
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      eglot-confirm-server-edits nil
      flymake-no-changes-timeout 0.1
      make-backup-files nil)

(defun wait-for (what ready)
  "Let things happen until READY says so."
  (with-timeout (60 (error "waited in vain for %s" what))
    (while (not (funcall ready))
      (accept-process-output nil 0.05)
      (sit-for 0.05))))

(defun seen-diagnostic (each)
  (let ((begin (flymake-diagnostic-beg each)) (end (flymake-diagnostic-end each)))
    (list :message (flymake-diagnostic-text each)
          :line (1- (line-number-at-pos begin))
          :column (save-excursion (goto-char begin) (- begin (line-beginning-position)))
          :end_column (save-excursion (goto-char end) (- end (line-beginning-position))))))

(defun main ()
  (find-file (getenv "MODEL"))
  (add-to-list 'eglot-server-programs
               (cons 'python-mode (split-string (getenv "SERVER") "\n")))
  (let ((guess (eglot--guess-contact)))
    (apply #'eglot guess))
  (wait-for "the server" #'eglot-managed-p)
  (flymake-mode 1)
  (wait-for "diagnostics" (lambda () (flymake-start) (flymake-diagnostics)))
  (let* ((found (flymake-diagnostics))
         (first (car found))
         (server (eglot-current-server))
         hover actions)
    (goto-char (point-min))
    (forward-line (1- (string-to-number (getenv "HOVER_LINE"))))
    (forward-char (string-to-number (getenv "HOVER_COLUMN")))
    (setq hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)))
    (goto-char (flymake-diagnostic-beg first))
    (setq actions (eglot-code-actions (point) (1+ (point)) "quickfix"))
    (eglot--apply-workspace-edit (plist-get (elt actions 0) :edit))
    (eglot--signal-textDocument/didChange)  ; idle timers, which do this, rest in a batch
    (wait-for "no diagnostics" (lambda () (flymake-start) (not (flymake-diagnostics))))
    (save-buffer)
    (list :diagnostics (vconcat (mapcar #'seen-diagnostic found))
          :hover (plist-get (plist-get hover :contents) :value)
          :actions (vconcat (mapcar (lambda (each) (plist-get each :title)) actions)))))

(let ((seen (condition-case problem (main)
              (error (list :problem (error-message-string problem))))))
  (with-temp-file (getenv "SEEN")
    (insert (json-encode seen))))
(kill-emacs)
