namespace Ec2KeyPair.Core.Sessions;

/// <summary>Is told what happens to a session; on any thread, and never with a secret in it.</summary>
public interface ISessionObserver
{
    /// <summary>Something to know when looking for a reason.</summary>
    void Note(string text);

    /// <summary>Something that the user should know.</summary>
    void Warn(string text);
}
