namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>A local user account of a played Windows machine.</summary>
public sealed class LocalAccount
{
    private readonly Lock _gate = new();
    private readonly Func<string?> _first;
    private List<string> _passwords = [];

    internal LocalAccount(string name, SecurityId sid, Func<string?> first)
    {
        Name = name;
        Sid = sid;
        _first = first;
    }

    /// <summary>Renaming changes nothing but the name; <see cref="Sid"/> stays.</summary>
    public string Name { get; set; }

    public SecurityId Sid { get; }

    public bool IsDisabled { get; set; }

    /// <summary>The password of now; null for an account that never had one.</summary>
    public string? Password => _passwords.LastOrDefault() ?? _first();

    /// <summary>How often SetPassword has changed it.</summary>
    public int TimesChanged => _passwords.Count;

    internal int Flags
    {
        get => AccountFlags.Script | AccountFlags.Normal | AccountFlags.PasswordNeverExpires | (IsDisabled ? AccountFlags.Disabled : 0);
        set => IsDisabled = (value & AccountFlags.Disabled) != 0;
    }

    /// <summary>Its first password holds again.</summary>
    internal void Forget() => _passwords = [];

    /// <summary>False when the policy refuses it; then nothing has changed.</summary>
    internal bool TrySetPassword(string password, PasswordPolicy policy)
    {
        lock (_gate)
        {
            var known = _passwords.AsEnumerable().Reverse().ToList();
            if (_first() is { } first)
            {
                known.Add(first);
            }

            if (!policy.Allows(password, Name, known))
            {
                return false;
            }

            _passwords = [.. _passwords, password];
            return true;
        }
    }
}
