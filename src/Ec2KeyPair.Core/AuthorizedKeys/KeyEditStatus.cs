namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>How the script on the instance ended. The names are those that the script prints.</summary>
internal enum KeyEditStatus
{
    /// <summary>All was done; what was, is in the report.</summary>
    Done,

    /// <summary>There is no account of this name.</summary>
    NoAccount,

    /// <summary>The account has no home folder.</summary>
    NoHome,

    /// <summary>sshd is told to read no file for this account (AuthorizedKeysFile none).</summary>
    NoFile,

    /// <summary>A folder that sshd's configuration names, outside the home folder, is not there.</summary>
    NoFolder,

    /// <summary>Another account's keys, and no way to become root.</summary>
    NotPermitted,

    /// <summary>Something in the path is not what it has to be; the detail's first word says what.</summary>
    Unsafe,

    /// <summary>It would have been the last key that works.</summary>
    LastKey,

    /// <summary>The key that has to be there before another may go is not, or does not open; nothing was changed.</summary>
    NeededKey,

    /// <summary>The options of a key can't be those of another; the detail says which. Nothing was changed.</summary>
    OldOptions,

    /// <summary>Another editor held the lock, or changed the file whenever it was about to be written.</summary>
    Busy,

    /// <summary>The file holds zero bytes: nobody's editor would leave it as it is.</summary>
    Binary,

    /// <summary>The file has more than 4 MiB.</summary>
    TooLarge,

    /// <summary>The file could not be read.</summary>
    ReadFailed,

    /// <summary>The file could not be written; the old one still stands.</summary>
    WriteFailed,

    /// <summary>A new file could not be given owner, mode, ACL and label of the old one; the old one still stands.</summary>
    AccessNotKept,

    /// <summary>A program is missing there: awk or sed.</summary>
    NoTool,

    /// <summary>Its second stage did not come to an end.</summary>
    Broken,
}
