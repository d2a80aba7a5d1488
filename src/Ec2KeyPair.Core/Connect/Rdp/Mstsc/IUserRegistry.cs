namespace Ec2KeyPair.Core.Connect.Rdp.Mstsc;

/// <summary>Binary values below HKEY_CURRENT_USER.</summary>
internal interface IUserRegistry
{
    /// <summary>The value; null when there is none, or one of another type.</summary>
    byte[]? Read(string key, string name);

    /// <summary>Writes it, and makes the key where there is none.</summary>
    void Write(string key, string name, byte[] value);

    /// <summary>Removes it; none of that name is fine.</summary>
    void Delete(string key, string name);
}
